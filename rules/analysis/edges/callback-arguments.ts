import type ts from "typescript";
import type { Confidence } from "../../../src/findings/finding.js";
import type { Context } from "../context.js";
import { isOffload } from "../offload.js";
import { bare } from "../symbols.js";
import type { AnyCall } from "../syntax.js";
import { tsc } from "../typescript.js";
import { functionsOf } from "../values/function-values.js";

/** An argument that may be called, and how sure it is. */
export interface CallbackArgument {
  readonly value: ts.Expression;
  readonly confidence: Confidence;
}

/** Methods that are known to call the function they are given: of arrays, strings, promises, and timers. */
const CALLS_ITS_ARGUMENT = new Set([
  ..."every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight".split(" "),
  ..."replace replaceAll some sort toSorted then catch finally".split(" "),
  ..."from nextTick queueMicrotask setImmediate setInterval setTimeout".split(" "),
]);

/** The arguments of a call, and the properties of its object arguments, that the callee may call. */
export function callbackArguments(node: ts.Node, context: Context): CallbackArgument[] {
  if (!tsc.isCallExpression(node) && !tsc.isNewExpression(node)) return [];
  const candidates = node.arguments?.map(bare) ?? [];
  if (candidates.every(isPlain) || isOffload(node, context)) return [];
  const sure = callsItsArgument(node) ?? (callsAtOnce(node, context) ? true : undefined);
  return candidates.flatMap((value, position) => {
    if (isPlain(value)) return [];
    const used = sure ?? callsParameter(node, position, context);
    if (used === false) return [];
    const confidence: Confidence = used ? "definite" : "possible";
    return [value, ...functionProperties(value)].map((part) => ({ value: part, confidence }));
  });
}

/** Packages whose functions call what they are given at once: branches of a choice. */
const AT_ONCE = ["ts-pattern"];

/** `match(kind).with("mail", () => …)` */
export function callsAtOnce(call: AnyCall, context: Context): boolean {
  if (!AT_ONCE.some((module) => context.uses(module))) return false;
  return context.originsOfCallee(call).some(({ module }) => AT_ONCE.includes(module));
}

function callsItsArgument(node: ts.CallExpression | ts.NewExpression): true | undefined {
  const callee = node.expression;
  if (tsc.isNewExpression(node))
    return tsc.isIdentifier(callee) && callee.text === "Promise" ? true : undefined;
  const name = tsc.isPropertyAccessExpression(callee)
    ? callee.name.text
    : tsc.isIdentifier(callee) && callee.text;
  return name && CALLS_ITS_ARGUMENT.has(name) ? true : undefined;
}

/** Whether the project's own callee calls the parameter; undefined where that is not known. */
function callsParameter(
  node: ts.CallExpression | ts.NewExpression,
  position: number,
  { checker }: Context,
): boolean | undefined {
  const callees = tsc.isCallExpression(node) ? functionsOf(node.expression, checker) : [];
  if (callees.length === 0) return undefined;
  const verdicts = callees.map((callee) => {
    const parameter = callee.parameters[position] ?? callee.parameters.at(-1);
    if (!parameter || !tsc.isIdentifier(parameter.name) || parameter.dotDotDotToken) return undefined;
    return callee.body && parameterUse(callee.body, parameter.name.text);
  });
  if (verdicts.includes(true)) return true;
  return verdicts.every((verdict) => verdict === false) ? false : undefined;
}

/** True: called. False: never mentioned. Undefined: handed on or kept. */
function parameterUse(body: ts.Node, name: string): boolean | undefined {
  let use: boolean | undefined = false;
  const pending: ts.Node[] = [body];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (tsc.isIdentifier(node) && node.text === name) {
      const { parent } = node;
      if (tsc.isCallExpression(parent) && parent.expression === node) return true;
      use = undefined;
    }
    tsc.forEachChild(node, (child) => void pending.push(child));
  }
  return use;
}

function functionProperties(value: ts.Expression): ts.Expression[] {
  if (!tsc.isObjectLiteralExpression(value)) return [];
  return value.properties.flatMap((property) => {
    if (tsc.isPropertyAssignment(property)) return [bare(property.initializer)];
    // A method is no expression, but a name that stands for one.
    return tsc.isMethodDeclaration(property) && tsc.isIdentifier(property.name) ? [property.name] : [];
  });
}

function isPlain(value: ts.Expression): boolean {
  return (
    tsc.isLiteralExpression(value) ||
    tsc.isTemplateExpression(value) ||
    tsc.isPrefixUnaryExpression(value) ||
    tsc.isNewExpression(value) ||
    tsc.isAwaitExpression(value)
  );
}
