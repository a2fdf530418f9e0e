import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, expect, it, vi } from "vitest";
import { GcLog } from "../../runtime/gc-log.js";
import { createSharedState, WORD } from "../../runtime/shared-state.js";

// A heap of 250 MB would explain a stall so long, one of 250 kB one so short.
const LONG_MS = 1_000;
const SHORT_MS = 1;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const logs: GcLog[] = [];

function logOf(thresholdMs: number) {
  const state = createSharedState();
  const log = new GcLog(state, thresholdMs);
  logs.push(log);
  return { log, count: () => state.words[WORD.COLLECTIONS] };
}

/** Collects until a log that listens has heard of it; resolves with what the other one has heard by then. */
async function collectedBy(count: () => number | undefined): Promise<number | undefined> {
  const witness = logOf(SHORT_MS);
  witness.log.turned(0);
  await vi.waitFor(() => {
    collect();
    expect(witness.count()).toBeGreaterThan(0);
  });
  return count();
}

afterEach(() => {
  for (const log of logs.splice(0)) log.stop();
});

it("hears of no collection while the heap is too small for one to explain a stall", async () => {
  const { log, count } = logOf(LONG_MS);
  log.turned(0);
  log.stands(LONG_MS - 1);
  expect(await collectedBy(count)).toBe(0);
});

it("hears of them once the heap is large", async () => {
  const { log, count } = logOf(SHORT_MS);
  log.turned(0);
  expect(await collectedBy(count)).toBeGreaterThan(0);
});

it("hears of them once the loop has stood for as long as a stall", async () => {
  const { log, count } = logOf(LONG_MS);
  log.turned(0);
  log.stands(LONG_MS);
  expect(await collectedBy(count)).toBeGreaterThan(0);
});

it("still hears of them when it turns again, long after the last look", async () => {
  const { log, count } = logOf(LONG_MS);
  log.turned(0);
  log.stands(LONG_MS);
  log.turned(5 * LONG_MS);
  expect(await collectedBy(count)).toBeGreaterThan(0);
});

it("hears of none any more a while after that", async () => {
  const { log, count } = logOf(LONG_MS);
  log.turned(0);
  log.stands(LONG_MS);
  log.turned(5 * LONG_MS);
  log.turned(7 * LONG_MS);
  expect(await collectedBy(count)).toBe(0);
});
