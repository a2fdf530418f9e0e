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
 * Turns the evidence of a hold into stacks, each with the time it stands for.
 * A native call that held the thread stands for its own time; the look that waited for its end shows what came after.
 */
export async function weigh(
  hold: Hold,
  nowMs: number,
  sites: Sites,
  locator: FrameLocator,
): Promise<WeightedStack[]> {
  const endMs = hold.endMs ?? nowMs;
  const calls = hold.calls.filter((call) => isLong(call, endMs));
  const stacks = await Promise.all([
    ...hold.samples.map(async (sample, index) => ({
      frames: await locator.locate(sample.frames),
      api: apiOf(sample.api),
      weightMs: weightOf(sample, hold.samples[index - 1], hold, endMs, calls),
    })),
    ...calls.map(async (call) => {
      const site = sites.get(call.seq);
      return (
        site && {
          frames: [CRUMB, ...(await locator.locate(site.frames))],
          api: apiOf(call.api),
          weightMs: endOf(call, endMs) - call.firstMs,
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
  path: "",
};

function isLong(call: CallTrace, endMs: number): boolean {
  return endOf(call, endMs) - call.firstMs >= LONG_MS;
}

// Seen for the last time up to one look before it ended.
function endOf(call: CallTrace, endMs: number): number {
  return Math.min(endMs, call.lastMs + 10);
}

function weightOf(
  sample: Sample,
  previous: Sample | undefined,
  hold: Hold,
  endMs: number,
  calls: readonly CallTrace[],
): number {
  const sinceMs = previous?.atMs ?? hold.sinceMs;
  const isLast = sample === hold.samples.at(-1);
  const wholeMs = (isLast ? endMs : sample.atMs) - sinceMs;
  if (!isLate(sample)) return Math.max(wholeMs, 0.1);
  const inCalls = calls.reduce(
    (sum, call) =>
      sum + Math.max(0, Math.min(endOf(call, endMs), sample.atMs) - Math.max(call.firstMs, sinceMs)),
    0,
  );
  return Math.max(wholeMs - inCalls - (sample.fromMs - sinceMs), 0.1);
}
