import type ts from "typescript";
import { bare } from "./symbols.js";
import { tsc } from "./typescript.js";

/** A place at which the analysis could not see what is executed next, and said so instead of guessing. */
export interface Gap {
  readonly node: ts.Node;
  readonly reason: string;
}

/** The gap that a node is if no edge leads on from it. */
export function gapAt(node: ts.Node): Gap | undefined {
  if (!tsc.isCallExpression(node)) return undefined;
  if (node.expression.kind === tsc.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    return specifier && !tsc.isStringLiteralLike(specifier)
      ? { node, reason: "import() of a computed name" }
      : undefined;
  }
  const callee = bare(node.expression);
  const chosen = tsc.isElementAccessExpression(callee) && !tsc.isStringLiteralLike(callee.argumentExpression);
  return chosen ? { node, reason: "call of a function chosen by a computed key" } : undefined;
}
