import { isBuiltin } from "node:module";
import type ts from "typescript";
import { apiName } from "../../../src/catalogue/api-name.js";
import type { CatalogueEntry } from "../../../src/catalogue/types.js";
import type { Confidence } from "../../../src/findings/finding.js";
import type { Context } from "../context.js";
import { INSTANCE, type Origin } from "../origin/origin.js";
import { originsOf } from "../origin/value-origin.js";
import { bare, declarationsOf, nameNode } from "../symbols.js";
import { tsc } from "../typescript.js";
import { isIterating, isLoop } from "../walk.js";
import { meets } from "./conditions.js";
import type { Hit } from "./hit.js";
import { isWholePayload } from "./input-size.js";
import { isMarkedNonblocking, markedBlocking } from "./marks.js";
import { isOnce } from "./once.js";

/** The blocking APIs that evaluating `node` calls, or hands to a call that repeats them. */
export function hitsAt(node: ts.Node, inLoop: boolean, context: Context): Hit[] {
  if (!tsc.isCallExpression(node) && !tsc.isNewExpression(node)) return [];
  return [
    ...(hitOfMark(node, inLoop, context) ?? hitOfCall(node, inLoop, context)),
    ...hitsOfCallbacks(node, inLoop, context),
  ];
}

type AnyCall = ts.CallExpression | ts.NewExpression;

function hitOfCall(call: AnyCall, inLoop: boolean, context: Context): Hit[] {
  const entry = entryOf(call, context);
  const confidence = entry && meets(entry.when, call, context.checker);
  if (!confidence) return [];
  // A module is loaded once: whether this call is the first to ask for it cannot be seen.
  const certainty = entry.kind === "load" ? "possible" : confidence;
  const unbounded = isWholePayload(call.arguments?.[0], context);
  return [toHit(entry, call, certainty, { inLoop, unbounded, once: isOnce(call, context.checker) })];
}

function entryOf(call: AnyCall, context: Context): CatalogueEntry | undefined {
  const { blocking } = context;
  const { fileName } = call.getSourceFile();
  if (call.expression.kind === tsc.SyntaxKind.ImportKeyword) {
    return loadsCode(call) ? blocking.called({ module: "global", path: ["import"] }, fileName) : undefined;
  }
  for (const origin of context.originsOfCallee(call)) {
    const entry = tsc.isNewExpression(call)
      ? blocking.constructed(origin, fileName)
      : blocking.called(asRequire(origin), fileName);
    if (entry && (entry.kind !== "load" || loadsCode(call))) return entry;
  }
  return undefined;
}

/** What `createRequire` returns is a `require`. */
function asRequire(origin: Origin): Origin {
  return origin.module === "module" && origin.path.join() === "createRequire,()"
    ? { module: "global", path: ["require"] }
    : origin;
}

/** Node's own modules are part of its binary: loading one costs next to nothing. */
function loadsCode(call: AnyCall): boolean {
  const [specifier] = call.arguments ?? [];
  return !specifier || !tsc.isStringLiteralLike(specifier) || !isBuiltin(specifier.text);
}

function hitsOfCallbacks(call: AnyCall, inLoop: boolean, context: Context): Hit[] {
  if (!tsc.isCallExpression(call) || !isIterating(call)) return [];
  const repeated = inLoop || isLoop(call, context.checker);
  return call.arguments.flatMap((argument) => hitOfCallback(argument, repeated, context));
}

function hitOfCallback(argument: ts.Expression, inLoop: boolean, context: Context): Hit[] {
  const node = bare(argument);
  if (!nameNode(node)) return [];
  for (const origin of originsOf(node, context.checker)) {
    if (origin.path.at(-1) === INSTANCE) continue;
    const entry = context.blocking.called(origin, node.getSourceFile().fileName);
    if (entry && !entry.when)
      return [toHit(entry, node, "definite", { inLoop, unbounded: false, once: false })];
  }
  return [];
}

/** Undefined where no mark says anything. */
function hitOfMark(call: AnyCall, inLoop: boolean, context: Context): Hit[] | undefined {
  for (const declaration of declarationsOf(bare(call.expression), context.checker)) {
    if (isMarkedNonblocking(declaration)) return [];
    const api = markedBlocking(declaration);
    if (!api) continue;
    const once = isOnce(call, context.checker);
    return [{ api, node: call, at: positionOf(call), confidence: "definite", inLoop, unbounded: true, once }];
  }
  return undefined;
}

function toHit(
  entry: CatalogueEntry,
  node: ts.Node,
  confidence: Confidence,
  facts: Pick<Hit, "inLoop" | "unbounded" | "once">,
): Hit {
  return { api: { ...entry, api: apiName(entry) }, node, at: positionOf(node), confidence, ...facts };
}

/** Where V8 says a call is: at the name that is called, and at `new`. */
function positionOf(node: ts.Node): ts.Node {
  return tsc.isCallExpression(node) ? (nameNode(node.expression) ?? node) : (nameNode(node) ?? node);
}
