import type ts from "typescript";
import type { Context } from "./context.js";
import type { Edge, Target } from "./edges/edge.js";
import { callsAtOnce } from "./edges/callback-arguments.js";
import { inlineCallback } from "./edges/inline-callback.js";
import { namedCallback } from "./edges/named-callback.js";
import { whyGap, type Gap } from "./gaps.js";
import { hitsAt } from "./hits/find-hits.js";
import type { Hit } from "./hits/hit.js";
import { isOnce } from "./hits/once.js";
import { isMarkedNonblocking, markedBlocking } from "./hits/marks.js";
import { isOffload } from "./offload.js";
import { tsc } from "./typescript.js";
import type { Unit } from "./unit.js";
import { isIterating, walkUnit } from "./walk.js";

/** One step out of a unit. `site` is the node that takes it. */
export interface Step extends Target {
  readonly site: ts.Node;
  readonly edge: string;
  /** Whether it is taken once in the life of a process, behind a latch. */
  readonly once: boolean;
  /** Whether it leads to a function that is handed over, and may be called as often as whoever got it likes. */
  readonly handsOver: boolean;
}

/** What one unit does, whoever executes it. */
export interface Summary {
  readonly steps: readonly Step[];
  readonly hits: readonly Hit[];
  readonly gaps: readonly Gap[];
}

export function summarise(unit: Unit, edges: readonly Edge[], context: Context): Summary {
  const steps: Step[] = [];
  const hits: Hit[] = [];
  const gaps: Gap[] = [];
  const add = (targets: readonly Target[], site: ts.Node, edge: string): void => {
    if (targets.length === 0) return;
    const handsOver = HANDING.has(edge) && !(tsc.isCallExpression(site) && isAtOnce(site, context));
    const once = !handsOver && isOnce(site, context.checker);
    for (const target of targets)
      if (!endsPath(target.unit)) steps.push({ ...target, site, edge, once, handsOver });
  };
  for (const edge of edges) add(edge.fromUnit?.(unit, context) ?? [], unit, edge.kind);
  walkUnit(unit, context.checker, (node, inLoop) => {
    hits.push(...hitsAt(node, inLoop, context));
    if (leavesLoop(node, context)) return;
    const before = steps.length;
    for (const edge of edges) add(edge.from(node, context), node, edge.kind);
    const reason = steps.length === before ? whyGap(node, context) : undefined;
    if (reason !== undefined) gaps.push({ unit, node, reason });
  });
  return { steps, hits, gaps };
}

const HANDING = new Set([inlineCallback.kind, namedCallback.kind]);

/** Whether a call calls what it is given before it returns. */
function isAtOnce(call: ts.CallExpression, context: Context): boolean {
  return isIterating(call) || callsAtOnce(call, context);
}

/** A function that is marked is judged by its mark and not by its body. */
function endsPath(unit: Unit): boolean {
  return isMarkedNonblocking(unit) || markedBlocking(unit) !== undefined;
}

function leavesLoop(node: ts.Node, context: Context): boolean {
  return (tsc.isCallExpression(node) || tsc.isNewExpression(node)) && isOffload(node, context);
}
