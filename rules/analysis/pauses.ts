import type ts from "typescript";
import { tsc } from "./typescript.js";

/** Whether a loop lets other code run: it waits, or hands a value to whoever asks for the next. */
export function pauses(loop: ts.IterationStatement): boolean {
  return waits(loop) || some(loop, (node) => tsc.isYieldExpression(node));
}

/** Whether a loop awaits something: more than a value that is written out. */
export function waits(loop: ts.IterationStatement): boolean {
  return (
    waitsForEach(loop) ||
    some(
      loop,
      (node) =>
        (tsc.isAwaitExpression(node) && !tsc.isLiteralExpression(node.expression)) || waitsForEach(node),
    )
  );
}

function waitsForEach(node: ts.Node): boolean {
  return tsc.isForOfStatement(node) && node.awaitModifier !== undefined;
}

/** Whether a node of the loop itself, not of a function in it, passes the test. */
export function some(loop: ts.Node, test: (node: ts.Node) => boolean): boolean {
  const visit = (node: ts.Node): boolean | undefined =>
    tsc.isFunctionLike(node) ? false : test(node) || tsc.forEachChild(node, visit);
  return tsc.forEachChild(loop, visit) ?? false;
}
