import type ts from "typescript";
import { waits } from "./pauses.js";
import { isShortList } from "./short-list.js";
import { tsc } from "./typescript.js";
import { isFunctionUnit, type Unit } from "./unit.js";

/** Called for each node that executing the unit evaluates, parents first. */
export type Visit = (node: ts.Node, inLoop: boolean) => void;

/** Visits what executing `unit` evaluates: its default parameters and its body, but no nested function or class. */
export function walkUnit(unit: Unit, checker: ts.TypeChecker, visit: Visit): void {
  const looped = isLoopBody(unit, checker);
  for (const part of executedParts(unit)) walk(part, looped, checker, visit);
}

function executedParts(unit: Unit): readonly ts.Node[] {
  if (tsc.isClassLike(unit)) {
    return unit.members.filter((member) => tsc.isPropertyDeclaration(member) && !isStatic(member));
  }
  return unit.body ? [...unit.parameters, unit.body] : unit.parameters;
}

/** With a stack of its own: generated code nests deeper (long concatenations) than the call stack reaches. */
function walk(root: ts.Node, looped: boolean, checker: ts.TypeChecker, visit: Visit): void {
  const pending: { node: ts.Node; inLoop: boolean }[] = [{ node: root, inLoop: looped }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, inLoop } = next;
    visit(node, inLoop);
    // A concise body may be a function itself: `(a) => (b) => …`.
    if (isOther(node)) continue;
    const children: typeof pending = [];
    tsc.forEachChild(node, (child) => {
      if (isOther(child) || tsc.isTypeNode(child)) return;
      children.push({ node: child, inLoop: inLoop || repeats(node, child, checker) });
    });
    pending.push(...children.reverse());
  }
}

/** Whether a node is executed at another time than what stands around it. */
function isOther(node: ts.Node): boolean {
  return isFunctionUnit(node) || tsc.isClassLike(node);
}

/** Whether `loop` evaluates `part` more than once without letting others have a turn. */
function repeats(loop: ts.Node, part: ts.Node, checker: ts.TypeChecker): boolean {
  // Where each turn waits for something, what is short in it is lost in the waiting.
  if (tsc.isIterationStatement(loop, false) && waits(loop)) return false;
  if (tsc.isForStatement(loop)) return part !== loop.initializer;
  if (tsc.isForInStatement(loop)) return part === loop.statement;
  if (tsc.isForOfStatement(loop)) return part === loop.statement && !isShortList(loop.expression, checker);
  return tsc.isWhileStatement(loop) || tsc.isDoStatement(loop);
}

/** Methods of arrays and their like that call their argument once for each element. */
const ITERATING = new Set([
  "every",
  "filter",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "flatMap",
  "forEach",
  "map",
  "reduce",
  "reduceRight",
  "replace",
  "replaceAll",
  "some",
  "sort",
  "toSorted",
]);

/** Whether a unit is the callback of an iterating call, and so the body of a loop. */
function isLoopBody({ parent }: Unit, checker: ts.TypeChecker): boolean {
  return tsc.isCallExpression(parent) && isIterating(parent) && isLoop(parent, checker);
}

/** Whether a call gives its argument one element after the other. */
export function isIterating({ expression }: ts.CallExpression): boolean {
  return tsc.isPropertyAccessExpression(expression) && ITERATING.has(expression.name.text);
}

/** Whether it does so with more than a few written out by hand. */
export function isLoop({ expression }: ts.CallExpression, checker: ts.TypeChecker): boolean {
  return tsc.isPropertyAccessExpression(expression) && !isShortList(expression.expression, checker);
}

function isStatic(member: ts.PropertyDeclaration): boolean {
  return member.modifiers?.some((modifier) => modifier.kind === tsc.SyntaxKind.StaticKeyword) ?? false;
}
