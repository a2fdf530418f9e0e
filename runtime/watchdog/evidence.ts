import { apiName } from "../../src/catalogue/api-name.js";
import { catalogue } from "../../src/catalogue/index.js";
import type { CallSite } from "../breadcrumbs/crumbs.js";
import type { WeightedStack } from "./blame.js";
import type { FrameLocator, LocatedFrame } from "./frames.js";
import { isLate, type CallTrace, type Hold, type Sample } from "./hold.js";

// Shorter calls are no evidence of their own, in ms.
const LONG_MS = 15;

/** What the sites of wrapped calls are known by. */
export type Sites = ReadonlyMap<number, CallSite>;

/**
 * Turns the evidence of a hold into stacks, each with the time it stands for; each moment is counted once.
 * A native call that held the thread stands for its own time; the look that waited for its end shows what came after.
 * Looks that were answered in the midst of a call show what it called (a reviver, a `toJSON`): that time is theirs.
 */
export async function weigh(
  hold: Hold,
  nowMs: number,
  sites: Sites,
  locator: FrameLocator,
): Promise<WeightedStack[]> {
  const endMs = hold.endMs ?? nowMs;
  const calls = hold.calls.filter((call) => isLong(call, endMs));
  const stretches = stretchesOf(hold, endMs);
  const stacks = await Promise.all([
    ...stretches.map(async (stretch) => {
      const inCalls = calls.filter((call) => !isInside(stretch, call, endMs));
      return {
        frames: await locator.locate(stretch.sample.frames),
        api: apiOf(stretch.sample.api),
        weightMs: atLeast(lengthOf(stretch) - sum(inCalls, (call) => sharedMs(stretch, call, endMs))),
      };
    }),
    ...calls.map(async (call) => {
      const site = sites.get(call.seq);
      const shown = stretches.filter((stretch) => isInside(stretch, call, endMs));
      return (
        site && {
          frames: [CRUMB, ...(await locator.locate(site.frames))],
          api: apiOf(call.api),
          weightMs: atLeast(
            endOf(call, endMs) - call.firstMs - sum(shown, (stretch) => sharedMs(stretch, call, endMs)),
          ),
        }
      );
    }),
  ]);
  return stacks.filter((stack) => stack !== undefined);
}

/** The long call that held the loop for most of the hold; the call is named even where its site is not known. */
export function dominantCall(hold: Hold, nowMs: number): CallTrace | undefined {
  const endMs = hold.endMs ?? nowMs;
  return hold.calls.find(
    (call) => isLong(call, endMs) && endOf(call, endMs) - call.firstMs > (endMs - hold.sinceMs) / 2,
  );
}

export function apiOf(api: number): string | null {
  const entry = catalogue[api - 1];
  return entry ? apiName(entry) : null;
}

/** A call's site is taken below its wrapper; a stack shows the wrapper itself. */
export const CRUMB: LocatedFrame = {
  function: "",
  file: "",
  line: 0,
  column: 0,
  origin: "crumb",
  awaiting: false,
  atEntry: false,
  path: "",
};

function isLong(call: CallTrace, endMs: number): boolean {
  return endOf(call, endMs) - call.firstMs >= LONG_MS;
}

// Seen for the last time up to one look before it ended.
function endOf(call: CallTrace, endMs: number): number {
  return Math.min(endMs, call.lastMs + 10);
}

/** The time that a sample stands for. */
interface Stretch {
  readonly sample: Sample;
  readonly fromMs: number;
  readonly untilMs: number;
}

function stretchesOf({ samples, sinceMs }: Hold, endMs: number): Stretch[] {
  return samples.map((sample, index) => ({
    sample,
    // What went before a look that had to wait is not what it shows.
    fromMs: Math.max(samples[index - 1]?.atMs ?? sinceMs, isLate(sample) ? sample.fromMs : 0),
    untilMs: index === samples.length - 1 ? endMs : sample.atMs,
  }));
}

/** Whether the sample was taken in the midst of the call, which therefore is no native code, or only in part. */
function isInside({ sample }: Stretch, call: CallTrace, endMs: number): boolean {
  const { atMs, api } = sample;
  return api === call.api && !isLate(sample) && atMs >= call.firstMs && atMs <= endOf(call, endMs);
}

function sharedMs({ fromMs, untilMs }: Stretch, call: CallTrace, endMs: number): number {
  return Math.max(0, Math.min(untilMs, endOf(call, endMs)) - Math.max(fromMs, call.firstMs));
}

function lengthOf({ fromMs, untilMs }: Stretch): number {
  return untilMs - fromMs;
}

function sum<T>(all: readonly T[], msOf: (each: T) => number): number {
  return all.reduce((total, each) => total + msOf(each), 0);
}

function atLeast(ms: number): number {
  return Math.max(ms, 0.1);
}
