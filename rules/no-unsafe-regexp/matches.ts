import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { tsc } from "../analysis/typescript.js";
import { patternOf, type Pattern } from "./pattern-of.js";

/** One place where a pattern is matched against a text. */
export interface Match {
  readonly pattern: Pattern;
  readonly input: ts.Expression;
  /** The name of the method. */
  readonly at: ts.Node;
}

const OF_PATTERN = new Set(["exec", "test"]);
const OF_TEXT = new Set(["match", "matchAll", "replace", "replaceAll", "search", "split"]);

export function matchAt(node: ts.Node, context: Context): Match | undefined {
  if (!tsc.isCallExpression(node) || !tsc.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: receiver, name } = node.expression;
  const [argument] = node.arguments;
  if (!argument) return undefined;
  if (OF_PATTERN.has(name.text)) return match(receiver, argument, name, context);
  return OF_TEXT.has(name.text) ? match(argument, receiver, name, context) : undefined;
}

function match(
  expression: ts.Expression,
  input: ts.Expression,
  at: ts.Node,
  context: Context,
): Match | undefined {
  const pattern = patternOf(expression, context);
  return pattern && { pattern, input, at };
}
