import type ts from "typescript";
import type { Context } from "./context.js";
import { isLeftOpen } from "./edges/given-call.js";
import { bare, declarationsOf } from "./symbols.js";
import { tsc } from "./typescript.js";
import type { Unit } from "./unit.js";
import { isPicked, pickedFunctions } from "./values/picked-values.js";

/** A place at which the analysis could not see what is executed next, and said so instead of guessing. */
export interface Gap {
  readonly unit: Unit;
  readonly node: ts.Node;
  readonly reason: string;
}

/** Why nothing is known to follow from a node from which no edge leads on; undefined where nothing has to. */
export function whyGap(node: ts.Node, context: Context): string | undefined {
  if (!tsc.isCallExpression(node)) return undefined;
  if (node.expression.kind === tsc.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    return specifier && !tsc.isStringLiteralLike(specifier) ? "import() of a computed name" : undefined;
  }
  const callee = bare(node.expression);
  const chosen = !tsc.isPropertyAccessExpression(callee) && pickedFunctions(callee, context) !== undefined;
  if (chosen) return "call of a function picked at run time";
  if (!tsc.isPropertyAccessExpression(callee) || !isLeftOpen(callee, context)) return undefined;
  if (isPicked(callee, context)) return "call of a function picked at run time";
  return isKept(callee, context) ? "call of a function that an instance was given" : undefined;
}

/** Whether a field holds it, which is where a queue of the project's own keeps its handlers. */
function isKept(callee: ts.Expression, { checker }: Context): boolean {
  return declarationsOf(callee, checker).every(
    (part) => tsc.isPropertyDeclaration(part) || tsc.isParameter(part),
  );
}
