import type ts from "typescript";
import type { Context } from "../context.js";
import { bare, declarationsOf, nameNode } from "../symbols.js";
import { tsc } from "../typescript.js";
import { functionsOf, valueOf } from "../values/function-values.js";
import { returnedValues } from "../values/wrapped-functions.js";

/** Calls that give a whole file or a whole message, however big: of `fs`, `Response`, streams, object stores. */
const WHOLE = new Set([
  "arrayBuffer",
  "concat",
  "readFile",
  "readFileSync",
  "text",
  "transformToByteArray",
  "transformToString",
]);

/** Calls that keep the size of what they work on. */
const SAME_SIZE = new Set(["String", "decode", "from", "slice", "toString", "trim"]);

const MAX_STEPS = 8;

/** Whether `input` is a whole file or message: the code shows no bound of its size. */
export function isWholePayload(
  input: ts.Expression | undefined,
  context: Context,
  steps = MAX_STEPS,
): boolean {
  if (!input || steps === 0) return false;
  const trace = (next: ts.Expression | undefined): boolean => isWholePayload(next, context, steps - 1);
  const node = bare(input);
  if (tsc.isAwaitExpression(node)) return trace(node.expression);
  if (tsc.isBinaryExpression(node)) return trace(node.left) || trace(node.right);
  if (tsc.isConditionalExpression(node)) return trace(node.whenTrue) || trace(node.whenFalse);
  if (tsc.isIdentifier(node)) {
    return declarationsOf(node, context.checker).some((declaration) =>
      trace(valueOf(declaration, context.checker)),
    );
  }
  if (!tsc.isCallExpression(node)) return false;
  const callee = bare(node.expression);
  const name = nameNode(callee)?.text ?? "";
  const [first] = node.arguments;
  // Parts that are written out, `Buffer.concat([cipher.update(text), cipher.final()])`, are as big as what they are made of.
  if (name === "concat" && first && tsc.isArrayLiteralExpression(first)) {
    return first.elements.some((element) => tsc.isSpreadElement(element) || trace(element));
  }
  if (tsc.isPropertyAccessExpression(callee) && isOfFailure(callee)) return false;
  if (WHOLE.has(name)) return true;
  if (SAME_SIZE.has(name)) {
    return trace(first) || (tsc.isPropertyAccessExpression(callee) && trace(callee.expression));
  }
  return calledFunctions(callee, context).flatMap(returnedValues).some(trace);
}

function calledFunctions(callee: ts.Expression, context: Context) {
  const overrides = declarationsOf(callee, context.checker).flatMap((member) => context.overridesOf(member));
  return [...functionsOf(callee, context.checker), ...overrides];
}

/** `if (!response.ok) { … await response.text() … }`: what a server says of an error is short. */
function isOfFailure(callee: ts.PropertyAccessExpression): boolean {
  const failed = `!${callee.expression.getText()}.ok`;
  let below: ts.Node = callee;
  const around = tsc.findAncestor(callee, (node) => {
    const isIt =
      tsc.isIfStatement(node) && node.thenStatement === below && node.expression.getText() === failed;
    below = node;
    return isIt;
  });
  return around !== undefined;
}
