import type ts from "typescript";
import type { Context } from "../analysis/context.js";
import { isWholePayload } from "../analysis/hits/input-size.js";
import { bare, declarationsOf } from "../analysis/symbols.js";
import { tsc } from "../analysis/typescript.js";
import { valueOf } from "../analysis/values/function-values.js";

/**
 * What is known of the text that a pattern is matched against. `own`: written in the code, so nobody can choose it. `bounded`: cut
 * to a length. `whole`: a whole file or message. `given`: anything else, of whatever length it comes in.
 */
export type Input = "own" | "bounded" | "whole" | "given";

const CUTS = new Set(["at", "charAt", "slice", "substr", "substring"]);

const MAX_STEPS = 4;

export function inputOf(expression: ts.Expression, context: Context, steps = MAX_STEPS): Input {
  const node = bare(expression);
  if (tsc.isStringLiteralLike(node) || tsc.isNumericLiteral(node)) return "own";
  if (isCut(node)) return "bounded";
  if (isWholePayload(node, context)) return "whole";
  if (isNumber(node, context)) return "bounded";
  if (steps > 0 && tsc.isIdentifier(node)) {
    const values = declarationsOf(node, context.checker).map((declaration) =>
      isConst(declaration) ? valueOf(declaration, context.checker) : undefined,
    );
    const [value] = values;
    if (value && values.length === 1) return inputOf(value, context, steps - 1);
  }
  return "given";
}

/** `text.slice(0, 1000)`: the last argument bounds it. */
function isCut(node: ts.Expression): boolean {
  if (!tsc.isCallExpression(node) || !tsc.isPropertyAccessExpression(node.expression)) return false;
  const { name } = node.expression;
  if (name.text === "at" || name.text === "charAt") return true;
  const [start, end] = node.arguments;
  return CUTS.has(name.text) && start !== undefined && end !== undefined && !end.getText().includes("length");
}

function isNumber(node: ts.Expression, { checker }: Context): boolean {
  return (checker.getTypeAtLocation(node).flags & tsc.TypeFlags.NumberLike) !== 0;
}

function isConst(declaration: ts.Declaration): boolean {
  return (
    tsc.isVariableDeclaration(declaration) &&
    (tsc.getCombinedNodeFlags(declaration) & tsc.NodeFlags.Const) !== 0
  );
}
