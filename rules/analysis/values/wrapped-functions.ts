import type ts from "typescript";
import type { Context } from "../context.js";
import { bare } from "../symbols.js";
import { tsc } from "../typescript.js";
import type { FunctionUnit } from "../unit.js";
import { functionsOf } from "./function-values.js";
import { pickedFunctions } from "./picked-values.js";
import { Trail } from "./trail.js";

/** The functions that the result of a call may execute: those its callee returns, and those it was given to wrap. */
export function wrappedFunctionsOf(
  call: ts.CallExpression,
  context: Context,
  trail = new Trail(),
): FunctionUnit[] {
  if (!trail.goesOn("wrapped", call)) return [];
  const trace = (value: ts.Expression): FunctionUnit[] => {
    const node = bare(value);
    const given = tsc.isAwaitExpression(node) ? bare(node.expression) : node;
    return [
      ...functionsOf(given, context.checker),
      ...(pickedFunctions(given, context, trail) ?? []),
      ...(tsc.isCallExpression(given) ? wrappedFunctionsOf(given, context, trail.deeper()) : []),
    ];
  };
  const returned = functionsOf(call.expression, context.checker).flatMap(returnedValues).flatMap(trace);
  return [...returned, ...call.arguments.flatMap(trace)];
}

/** The expressions that a function returns. */
export function returnedValues(unit: FunctionUnit): ts.Expression[] {
  if (!unit.body) return [];
  if (!tsc.isBlock(unit.body)) return [unit.body];
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (tsc.isReturnStatement(node) && node.expression) values.push(node.expression);
    if (!tsc.isFunctionLike(node) && !tsc.isClassLike(node)) tsc.forEachChild(node, visit);
  };
  tsc.forEachChild(unit.body, visit);
  return values;
}
