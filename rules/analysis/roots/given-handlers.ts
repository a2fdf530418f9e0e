import type ts from "typescript";
import type { Context } from "../context.js";
import { dependOn } from "../memory/recorder.js";
import { bare, declarationsOf, nameNode } from "../symbols.js";
import { argumentFor } from "../values/calls-giving.js";
import { tsc } from "../typescript.js";
import { isFunctionUnit, type FunctionUnit } from "../unit.js";
import { functionsOf } from "../values/function-values.js";
import { givenValues } from "../values/given-values.js";
import { handlersOf, nameOfHandlers, stringValue } from "./handlers.js";
import type { Registration } from "./root-kind.js";
import { whyUnresolved } from "./why-unresolved.js";

/** Wrappers around wrappers around a queue's own registration: as many as one meets. */
const MAX_DEPTH = 3;

/**
 * The tasks whose handler an expression stands for. Where it is, wraps or calls a parameter of the function it stands in
 * (`register(queue, processor)`, which calls `new Worker(queue, traced(processor))`), the calls of that function are the
 * registrations.
 * @param label the expression of the task's name, if there is one
 */
export function givenHandlers(
  handler: ts.Expression,
  label: ts.Expression | undefined,
  site: ts.Node,
  context: Context,
  depth = 0,
): Registration[] {
  const handlers = handlersOf(handler, context);
  const name = (label && stringValue(label, context)) ?? nameOfHandlers(handlers, site);
  const own = handlers.length > 0 ? [{ task: name, handlers, site }] : [];
  if (depth === MAX_DEPTH) return own;
  const given = parametersIn(handler, site, context).flatMap((parameter) =>
    context.callsGiving(parameter).flatMap(({ call, argument }) => {
      dependOn(call);
      const [labelParameter] = label ? parametersIn(label, site, context) : [];
      const outerLabel = labelParameter ? argumentFor(labelParameter, call) : label;
      return givenHandlers(argument, outerLabel, call, context, depth + 1);
    }),
  );
  const found = [...own, ...given];
  if (found.length > 0 || depth > 0) return found;
  // Kept by an instance until it is registered: `new Worker(this.name, this.handler)`.
  const kept = givenValues(handler, context).flatMap((value) => functionsOf(value, context.checker));
  if (kept.length > 0)
    return [
      { task: (label && stringValue(label, context)) ?? nameOfHandlers(kept, site), handlers: kept, site },
    ];
  const reason = whyUnresolved(handler, context);
  return reason === undefined ? [] : [{ task: name, handlers: [], site, reason }];
}

/** The parameters, of functions around `site`, that an expression is, wraps, or calls when it is called itself. */
function parametersIn(handler: ts.Expression, site: ts.Node, context: Context): ts.ParameterDeclaration[] {
  const node = bare(handler);
  if (tsc.isCallExpression(node)) {
    return node.arguments.flatMap((argument) => parametersIn(argument, site, context));
  }
  const names = isFunctionUnit(node) ? usedFunctions(node) : [node];
  return [...new Set(names.flatMap((name) => declarationsOf(name, context.checker)))].filter(
    (part): part is ts.ParameterDeclaration =>
      tsc.isParameter(part) && isFunctionUnit(part.parent) && isAround(part.parent, site),
  );
}

/** What a function calls or hands on, by name. */
function usedFunctions(unit: FunctionUnit): ts.Expression[] {
  const used: ts.Expression[] = [];
  const pending: ts.Node[] = unit.body ? [unit.body] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (tsc.isCallExpression(node)) {
      used.push(...[node.expression, ...node.arguments].filter((part) => nameNode(part)));
    }
    tsc.forEachChild(node, (child) => void pending.push(child));
  }
  return used;
}

/** Whether a function, or the class whose constructor it is, encloses a node. */
function isAround(owner: ts.SignatureDeclaration, site: ts.Node): boolean {
  const outer = tsc.isConstructorDeclaration(owner) ? owner.parent : owner;
  return tsc.findAncestor(site, (ancestor) => ancestor === outer) !== undefined;
}
