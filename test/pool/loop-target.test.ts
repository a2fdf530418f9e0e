import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { Admission } from "../../dist/src/pool/host/admission.js";
import { LoopLimit } from "../../dist/src/pool/host/loop-limit.js";
import { Pool } from "../../dist/src/pool/pool.js";
import type { RunOrder } from "../../dist/src/pool/protocol.js";

const RUNS = 400;
const TARGET_MS = 40;
/** More than a host lets in before it has measured anything. */
const WAITING = 200;

const pools: Pool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close({ graceMs: 0 }))));

/** Gives a host of `RUNS` slots as many runs; returns how many were under way at once, at the most. */
async function peakOf(loopTargetMs: number | null, input: object): Promise<number> {
  const ignore = () => undefined;
  const pool = new Pool({
    name: "async",
    hosts: 1,
    slotsPerHost: RUNS,
    spares: 0,
    setup: {
      app: [fileURLToPath(new URL("samples/loop-target.ts", import.meta.url))],
      root: fileURLToPath(new URL("../..", import.meta.url)),
      guard: null,
      recycle: { maxRuns: null, maxMemoryMb: null },
      loopTargetMs,
    },
    onReport: ignore,
    onRedelivered: ignore,
    onHost: ignore,
    onOutput: ignore,
  });
  pools.push(pool);
  await pool.start();
  let runs = 0;
  const run = (task: string) => {
    const runId = String((runs += 1));
    const order = { key: `q/${runId}`, runId, task, queue: "q", input, attempt: 1, redelivered: false };
    return pool.run(order);
  };
  await Promise.all(Array.from({ length: RUNS }, () => run("busy")));
  return Number(await run("peak"));
}

describe("a target for the loop", () => {
  const heavy = { waitMs: 50, computeMs: 4 };

  it("keeps runs back that would come all at once, and brings all to their end", async () => {
    expect(await peakOf(TARGET_MS, heavy)).toBeLessThan(RUNS / 2);
  });

  it("is not there unless asked for: all begin at once", async () => {
    expect(await peakOf(null, heavy)).toBe(RUNS);
  });

  it("lets in more and more runs that only wait", async () => {
    expect(await peakOf(TARGET_MS, { waitMs: 3_000, computeMs: 0 })).toBeGreaterThan(RUNS / 2);
  });
});

describe("an admission with a target", () => {
  /** What is begun settles at once, but for the first few, which wait for their `ended`. */
  const open: (() => void)[] = [];
  const orderOf = (n: number): RunOrder => {
    const runId = String(n);
    return { key: `q/${runId}`, runId, task: "t", queue: "q", input: null, attempt: 1, redelivered: false };
  };

  it("begins any number of runs, one after the other, that end when they have hardly begun", () => {
    let begun = 0;
    const admission = new Admission(100, (_order, ended) => {
      begun += 1;
      if (begun <= WAITING) open.push(ended);
      else ended();
    });
    const count = 50_000;
    for (let n = 0; n < count; n += 1) admission.take(orderOf(n));
    // As many as it lets in wait; the others are held back until one of them ends.
    expect(begun).toBeLessThan(WAITING);
    while (begun < WAITING) open.shift()!();
    for (const ended of open.splice(0)) ended();
    expect(begun).toBe(count);
  });

  it("goes on behind a run that could not begin", () => {
    const begun: string[] = [];
    const admission = new Admission(null, ({ runId }, ended) => {
      if (runId === "1") throw new Error("on purpose");
      begun.push(runId);
      ended();
    });
    expect(() => admission.take(orderOf(1))).toThrow("on purpose");
    admission.take(orderOf(2));
    expect(begun).toEqual(["2"]);
  });
});

describe("the limit of runs under way", () => {
  /** What it is after looks 50 ms apart, at each of which the loop was so late, with as many runs as it allows. */
  const after = (lateMs: readonly number[], limit = new LoopLimit(100)): number => {
    lateMs.forEach((late, look) => limit.adapt(look * 50, late, limit.value));
    return limit.value;
  };
  const many = (looks: number, lateMs: number) => Array.from({ length: looks }, () => lateMs);

  it("grows while the loop is in time, fast until it was late once", () => {
    const grown = after(many(10, 5));
    expect(grown).toBeGreaterThan(after([]) * 5);
    expect(after([...many(10, 5), 200, ...many(15, 5)])).toBeLessThan(grown);
  });

  it("shrinks by as much as the loop is late, by half at most, and then waits for what comes of it", () => {
    const grown = after(many(10, 5));
    expect(after([...many(10, 5), 100])).toBeCloseTo(grown * 0.55, -1);
    expect(after([...many(10, 5), 1_000, 1_000, 1_000])).toBe(Math.floor(grown / 2));
  });

  it("comes back fast, after a time with little to do, to where the loop was last in time", () => {
    const limit = new LoopLimit(100);
    const reached = after([...many(10, 5), 200, ...many(100, 5)], limit);
    for (let look = 200; look < 210; look += 1) limit.adapt(look * 50, 5, 0);
    expect(limit.value).toBe(32);
    let looks = 0;
    for (; limit.value < reached; looks += 1) limit.adapt((300 + looks) * 50, 5, limit.value);
    expect(looks).toBeLessThan(25);
  });

  it("stays where the loop is neither early nor late", () => {
    expect(after([...many(10, 5), ...many(10, 45)])).toBe(after(many(10, 5)));
  });

  it("forgets what is not used", () => {
    const limit = new LoopLimit(100);
    after(many(20, 5), limit);
    for (let look = 0; look < 20; look += 1) limit.adapt(10_000 + look * 50, 5, 1);
    expect(limit.value).toBe(32);
  });
});
