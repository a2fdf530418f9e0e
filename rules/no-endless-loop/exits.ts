import type ts from "typescript";
import { some } from "../analysis/pauses.js";
import { bare } from "../analysis/symbols.js";
import { tsc } from "../analysis/typescript.js";

/** A loop that goes on for as long as its condition holds. */
export type ConditionLoop = ts.WhileStatement | ts.DoStatement | ts.ForStatement;

/** Whether anything in the loop leaves it: `break`, `return`, `throw`, a call that never returns. */
export function exits(loop: ConditionLoop, checker: ts.TypeChecker): boolean {
  return some(loop, (node) => {
    if (tsc.isReturnStatement(node)) return true;
    if (tsc.isThrowStatement(node)) return !isCaught(node, loop);
    if (tsc.isBreakStatement(node)) return leaves(node, loop, isBreakable);
    if (tsc.isContinueStatement(node)) return node.label !== undefined && leaves(node, loop, isBreakable);
    return tsc.isCallExpression(node) && neverReturns(node, checker);
  });
}

function leaves(
  jump: ts.BreakOrContinueStatement,
  loop: ConditionLoop,
  stops: (node: ts.Node) => boolean,
): boolean {
  const { label } = jump;
  if (!label) return tsc.findAncestor(jump, stops) === loop;
  const target = tsc.findAncestor(
    jump,
    (node) => tsc.isLabeledStatement(node) && node.label.text === label.text,
  ) as ts.LabeledStatement | undefined;
  if (!target) return false;
  if (target.statement === loop) return tsc.isBreakStatement(jump);
  return tsc.findAncestor(loop.parent, (node) => node === target) !== undefined;
}

function isBreakable(node: ts.Node): boolean {
  return tsc.isIterationStatement(node, false) || tsc.isSwitchStatement(node);
}

/** Whether a `try` between the loop and what is thrown in it catches. */
function isCaught(node: ts.Node, loop: ConditionLoop): boolean {
  for (let at = node; at !== loop; at = at.parent) {
    const { parent } = at;
    if (tsc.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause) return true;
  }
  return false;
}

function neverReturns(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const callee = bare(call.expression);
  if (/^process\.(exit|abort|reallyExit)$/.test(callee.getText())) return true;
  return (checker.getTypeAtLocation(call).flags & tsc.TypeFlags.Never) !== 0;
}
