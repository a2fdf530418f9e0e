import type ts from "typescript";
import { isProjectFile, type Context } from "../context.js";
import { RecordedCache } from "../memory/recorder.js";
import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import type { FunctionUnit } from "../unit.js";
import { functionsOf } from "../values/function-values.js";
import { givenValues } from "../values/given-values.js";
import { isHollow } from "../values/object-members.js";
import { functionsIn, isPicked } from "../values/picked-values.js";
import { NOWHERE, possibly, type Edge } from "./edge.js";
import { heldFunctions } from "./member-call.js";

/**
 * `this.handler(job)`, `definition.run(job)`, and a variable with one of them: a function that a constructor or a registering
 * function was given, by whoever calls it. Of a plain parameter, `run(job)`, the call that gives it knows better.
 */
export const givenCall: Edge = {
  kind: "given-call",
  from(node, context) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    const callee = bare(node.expression);
    return isGiven(callee, context) ? possibly(givenFunctions(callee, context)) : NOWHERE;
  },
};

function isGiven(callee: ts.Expression, context: Context): boolean {
  if (!isLeftOpen(callee, context) || isPicked(callee, context)) return false;
  return tsc.isPropertyAccessExpression(callee)
    ? heldFunctions(callee, context.checker).length === 0
    : functionsOf(callee, context.checker).length === 0;
}

/** Whether the program says of a callee that it is a function, and leaves it to values which one. */
export function isLeftOpen(callee: ts.Expression, context: Context): boolean {
  const isMember = tsc.isPropertyAccessExpression(callee);
  if (!isMember && !tsc.isIdentifier(callee)) return false;
  const declarations = declarationsOf(callee, context.checker);
  const leavesOpen = isMember
    ? (part: ts.Declaration) => isHollow(part) && context.overridesOf(part).length === 0
    : isVariable;
  return (
    declarations.length > 0 &&
    declarations.every((part) => isProjectFile(part.getSourceFile()) && leavesOpen(part))
  );
}

/** The result of a call is what `wrappedCall` looks into. */
function isVariable(part: ts.Declaration): boolean {
  if (tsc.isBindingElement(part)) return true;
  const value = tsc.isVariableDeclaration(part) && part.initializer ? bare(part.initializer) : undefined;
  return value !== undefined && !tsc.isCallExpression(value) && !tsc.isAwaitExpression(value);
}

/** Many places call the same member of the same parameter. */
function givenFunctions(callee: ts.Expression, context: Context): FunctionUnit[] {
  const find = (): FunctionUnit[] =>
    givenValues(callee, context).flatMap((value) => functionsIn(value, context));
  const holder = tsc.isPropertyAccessExpression(callee) ? callee.expression : callee;
  const [declaration] = declarationsOf(holder, context.checker);
  const member = tsc.isPropertyAccessExpression(callee) ? callee.name.text : "";
  return declaration ? cacheOf(member, context).get(declaration, find) : find();
}

function cacheOf(member: string, context: Context): RecordedCache<ts.Node, FunctionUnit[]> {
  const ofContext = caches.get(context) ?? new Map<string, RecordedCache<ts.Node, FunctionUnit[]>>();
  caches.set(context, ofContext);
  const known = ofContext.get(member) ?? new RecordedCache();
  ofContext.set(member, known);
  return known;
}

const caches = new WeakMap<Context, Map<string, RecordedCache<ts.Node, FunctionUnit[]>>>();
