import type { ReachedHit } from "../analysis/analysis.js";
import type { PathStep } from "../../src/findings/finding.js";

/** What blocks, which task reaches it and how, and what to write instead: one paragraph. */
export function messageOf(hit: ReachedHit, path: readonly PathStep[]): string {
  const { api, awaitable } = hit.api;
  const blocks = hit.confidence === "definite" ? "blocks" : "may block";
  return `\`${api}\` ${blocks} the event loop${costText(hit)}${awaitable ? PROMISE : ""}. ${reachText(hit.tasks, path)} ${adviceOf(hit)}`;
}

const PROMISE = ": it returns a promise, and computes on this very thread all the same";

export function adviceOf(hit: ReachedHit): string {
  return `Use ${hit.api.instead}.`;
}

function costText(hit: ReachedHit): string {
  switch (hit.api.cost) {
    case "heavy":
      return " for milliseconds or more at each call";
    case "data":
      return hit.unbounded
        ? " for as long as its whole file or message takes"
        : " for longer the more data it is given";
    case "light":
      return hit.inLoop ? " at every turn of a loop" : " briefly";
    default:
      return hit.api.cost satisfies never;
  }
}

/** Which task reaches a place, and how: a sentence. */
export function reachText(tasks: readonly string[], path: readonly PathStep[]): string {
  const [first, ...others] = tasks;
  const and = others.length > 0 ? ` (and ${others.length} more)` : "";
  return `Task \`${first}\`${and} reaches it: ${pathText(path)}.`;
}

/** Steps shown at either end of a long path; the middle is where wrappers and dispatchers are. */
const SHOWN_AT_EACH_END = 3;

/** `run tasks.ts:14 → render page.ts:9`; each line is where the function goes on to the next, as in a stack trace. */
export function pathText(path: readonly PathStep[]): string {
  const steps = path.map((step) => `${step.function} ${step.file}:${step.line}`);
  const hidden = steps.length - 2 * SHOWN_AT_EACH_END;
  const shown =
    hidden > 1
      ? [...steps.slice(0, SHOWN_AT_EACH_END), `… ${hidden} more …`, ...steps.slice(-SHOWN_AT_EACH_END)]
      : steps;
  return shown.join(" → ");
}
