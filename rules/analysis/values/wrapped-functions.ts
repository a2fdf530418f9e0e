import type ts from "typescript";
import { tsc } from "../typescript.js";
import type { FunctionUnit } from "../unit.js";
import { functionsOf } from "./function-values.js";
import { pickedFunctions } from "./picked-values.js";

const MAX_STEPS = 4;

/** The functions that the result of a call may execute: those its callee returns, and those it was given to wrap. */
export function wrappedFunctionsOf(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
  steps = MAX_STEPS,
): FunctionUnit[] {
  if (steps === 0) return [];
  const trace = (value: ts.Expression): FunctionUnit[] => [
    ...functionsOf(value, checker),
    ...(pickedFunctions(value, checker) ?? []),
    ...(tsc.isCallExpression(value) ? wrappedFunctionsOf(value, checker, steps - 1) : []),
  ];
  const returned = functionsOf(call.expression, checker).flatMap(returnedValues).flatMap(trace);
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
