import type ts from "typescript";
import { isProjectFile, type Context } from "../context.js";
import { RecordedCache } from "../memory/recorder.js";
import { bare, declarationsOf } from "../symbols.js";
import { tsc } from "../typescript.js";
import type { FunctionUnit } from "../unit.js";
import { functionsDeclaredBy, functionsOf } from "../values/function-values.js";
import { givenValues } from "../values/given-values.js";
import { isHollow, memberOf } from "../values/object-members.js";
import { isPicked } from "../values/picked-values.js";
import { NOWHERE, possibly, type Edge } from "./edge.js";
import { heldFunctions } from "./member-call.js";

/**
 * `this.handler(job)` and `definition.run(job)`: a function that a constructor or a registering function was given, by whoever
 * calls it. Of a plain parameter, `run(job)`, the call that gives it knows better.
 */
export const givenCall: Edge = {
  kind: "given-call",
  from(node, context) {
    if (!tsc.isCallExpression(node)) return NOWHERE;
    const callee = bare(node.expression);
    if (!tsc.isPropertyAccessExpression(callee) || !isGiven(callee, context)) return NOWHERE;
    const isKnown = heldFunctions(callee, context.checker).length > 0 || isPicked(callee, context);
    return isKnown ? NOWHERE : possibly(givenFunctions(callee, context));
  },
};

/** Whether the program says of a member that it is a function, and leaves it to values which one. */
export function isGiven(callee: ts.PropertyAccessExpression, context: Context): boolean {
  const declarations = declarationsOf(callee, context.checker);
  return (
    declarations.length > 0 &&
    declarations.every(
      (part) =>
        isProjectFile(part.getSourceFile()) && isHollow(part) && context.overridesOf(part).length === 0,
    )
  );
}

function givenFunctions(callee: ts.PropertyAccessExpression, context: Context): FunctionUnit[] {
  const { checker } = context;
  const own = givenValues(callee, context).flatMap((value) => functionsOf(value, checker));
  const receiver = callee.expression;
  if (own.length > 0 || receiver.kind === tsc.SyntaxKind.ThisKeyword) return own;
  const [holder] = declarationsOf(receiver, checker);
  const find = (): FunctionUnit[] =>
    memberOf(receiver, callee.name.text, context).flatMap((member) => functionsDeclaredBy(member, checker));
  return holder ? cacheOf(callee.name.text, context).get(holder, find) : find();
}

/** Many places call the same member of the same parameter. */
function cacheOf(member: string, context: Context): RecordedCache<ts.Node, FunctionUnit[]> {
  const ofContext = caches.get(context) ?? new Map<string, RecordedCache<ts.Node, FunctionUnit[]>>();
  caches.set(context, ofContext);
  const known = ofContext.get(member) ?? new RecordedCache();
  ofContext.set(member, known);
  return known;
}

const caches = new WeakMap<Context, Map<string, RecordedCache<ts.Node, FunctionUnit[]>>>();
