import type ts from "typescript";
import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import { wrappedFunctionsOf } from "../values/wrapped-functions.js";
import { valueOf } from "../values/function-values.js";
import { NOWHERE, possibly, type Edge } from "./edge.js";

/** `const safe = wrap(render); safe()` and `makeRender()()`: the function that a call returned, or was given to wrap. */
export const wrappedCall: Edge = {
  kind: "wrapped-call",
  from(node, context) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    const makers = makersOf(bare(node.expression), context.checker);
    return possibly(makers.flatMap((maker) => wrappedFunctionsOf(maker, context)));
  },
};

/** The calls whose result `callee` is, or what is awaited of it. */
function makersOf(callee: ts.Expression, checker: ts.TypeChecker): ts.CallExpression[] {
  if (tsc.isCallExpression(callee)) return [callee];
  return declarationsOf(callee, checker).flatMap((declaration) => {
    const value = valueOf(declaration, checker);
    const whole = value && bare(value);
    const made = whole && tsc.isAwaitExpression(whole) ? bare(whole.expression) : whole;
    return made && tsc.isCallExpression(made) ? [made] : [];
  });
}
