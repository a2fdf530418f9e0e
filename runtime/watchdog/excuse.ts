import type { Cause } from "../../src/findings/cause.js";
import { isLate, isProven, waitMs, type Hold } from "./hold.js";
import { pausedMs, sleptMs } from "./pause-detector.js";
import type { Span } from "./view.js";

// A call is seen for the first and the last time up to one look after it began and before it ended, in ms.
const LOOK_MS = 10;

// A thread that hardly ever needs a processor waited for one for this share of the time: there are more that want one than are.
const CROWDED_SHARE = 0.15;

/**
 * The time of a hold that is its own: without what the machine and a debugger took, and all that it had a processor for,
 * whatever the system says of its waits.
 */
export function ownMs(hold: Hold, heldMs: number): number {
  const idleMs = Math.max(pausedMs(hold, heldMs), starvedMs(hold, heldMs));
  const leftMs = heldMs - Math.max(0, hold.lostMs) - idleMs;
  return Math.max(leftMs, Math.min(heldMs, hold.cpuMs ?? 0));
}

/**
 * On a crowded machine, all sleep outside of known calls: the thread waits for another of its own process, such as V8's
 * helper in a collection, which holds a lock and waits for a processor.
 */
function starvedMs(hold: Hold, heldMs: number): number {
  if (hold.cpuMs === null || hold.ownQueueMs < heldMs * CROWDED_SHARE) return 0;
  return Math.max(0, sleptMs(hold, heldMs));
}

/**
 * The cause that explains a hold and blames no one; null: somebody is to blame.
 * Garbage is collected in every stall; it is the cause where it took half of the time, and without it there were no stall.
 * @param collections when garbage was collected; null while that is not known yet
 */
export function excuseFor(
  hold: Hold,
  heldMs: number,
  thresholdMs: number,
  collections: readonly Span[] | null,
): Cause | null {
  const own = ownMs(hold, heldMs);
  if (own <= thresholdMs) return pausedMs(hold, heldMs) > hold.lostMs ? "debugger" : "machine";
  // A thread that does not answer, has a processor and is in no known call may be collecting garbage.
  const gcMs = collections ? collectedMs(hold, collections) : deafMs(hold);
  if (own - gcMs <= thresholdMs && gcMs >= own / 2) return collections ? "gc" : "unknown";
  return isProven(hold, thresholdMs) ? null : "unknown";
}

/** Garbage that a call made is the call's own doing: `JSON.parse` of a huge text is little else. */
function collectedMs({ calls }: Hold, collections: readonly Span[]): number {
  return collections
    .filter(
      ({ sinceMs, untilMs }) =>
        !calls.some((call) => call.firstMs - LOOK_MS < untilMs && call.lastMs + LOOK_MS > sinceMs),
    )
    .reduce((sum, { sinceMs, untilMs }) => sum + untilMs - sinceMs, 0);
}

/** For how long a hold's looks at the stack waited for native code that is no known call. */
function deafMs({ samples, calls }: Hold): number {
  return samples
    .filter(isLate)
    .filter(({ fromMs, atMs }) => !calls.some((call) => call.lastMs > fromMs && call.firstMs < atMs))
    .reduce((sum, sample) => sum + waitMs(sample), 0);
}
