import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { bare, declarationsOf } from "../analysis/symbols.js";
import { tsc } from "../analysis/typescript.js";
import { valueOf } from "../analysis/values/function-values.js";

/** A regular expression that the code shows. */
export interface Pattern {
  readonly source: string;
  readonly flags: string;
  /** The literal, or the call of `RegExp`. */
  readonly node: ts.Expression;
}

/** Names for names: as deep as real code goes. */
const MAX_STEPS = 4;

/** The pattern that an expression is, makes or names. */
export function patternOf(
  expression: ts.Expression,
  context: Context,
  steps = MAX_STEPS,
): Pattern | undefined {
  const node = bare(expression);
  if (tsc.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf("/");
    return { source: node.text.slice(1, end), flags: node.text.slice(end + 1), node };
  }
  if (tsc.isCallExpression(node) || tsc.isNewExpression(node)) return madePattern(node, context, steps);
  if (steps === 0) return undefined;
  for (const declaration of declarationsOf(node, context.checker)) {
    const value = isFixed(declaration) ? valueOf(declaration, context.checker) : undefined;
    const pattern = value && patternOf(value, context, steps - 1);
    if (pattern) return pattern;
  }
  return undefined;
}

function madePattern(
  call: ts.CallExpression | ts.NewExpression,
  context: Context,
  steps: number,
): Pattern | undefined {
  const [source, flags] = call.arguments ?? [];
  if (!source || call.expression.getText() !== "RegExp") return undefined;
  const text = tsc.isStringLiteralLike(source) ? source.text : patternOf(source, context, steps)?.source;
  if (text === undefined || (flags && !tsc.isStringLiteralLike(flags))) return undefined;
  return { source: text, flags: flags?.text ?? "", node: call };
}

/** A variable that may be given another value is not judged by its first. */
function isFixed(declaration: ts.Declaration): boolean {
  if (!tsc.isVariableDeclaration(declaration)) return !tsc.isParameter(declaration);
  return (tsc.getCombinedNodeFlags(declaration) & tsc.NodeFlags.Const) !== 0;
}
