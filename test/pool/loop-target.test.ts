import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { Admission } from "../../dist/src/pool/host/admission.js";
import { LoopLimit, type Look } from "../../dist/src/pool/host/loop-limit.js";
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
  /** Looks 50 ms apart, each with as many runs as it allows; says what it is after them. */
  class Looks {
    readonly limit = new LoopLimit(100);
    #now = 0;

    look(times: number, seen: Partial<Look>): number {
      for (let look = 0; look < times; look += 1) {
        this.#now += 50;
        this.limit.adapt(this.#now, { lateMs: 5, busyMs: 0, ended: 0, underWay: this.limit.value, ...seen });
      }
      return this.limit.value;
    }
  }
  const first = new LoopLimit(100).value;
  /** Each run takes 0.5 ms of the loop: 200 of them take as long as it may stand. */
  const halfMs = { busyMs: 20, ended: 40 };

  it("grows fast while nothing is known of what runs cost and the loop is in time", () => {
    expect(new Looks().look(10, {})).toBeGreaterThan(5 * first);
    expect(new Looks().look(10, { underWay: 20 })).toBe(first);
  });

  it("is what their cost allows as soon as that is known, whatever it had grown to", () => {
    expect(new Looks().look(1, { ...halfMs, lateMs: 50 })).toBe(200);
    const looks = new Looks();
    looks.look(20, {});
    expect(looks.look(1, { ...halfMs, lateMs: 50 })).toBe(200);
  });

  it("follows their cost, and forgets a few that were not like the others", () => {
    const looks = new Looks();
    expect(looks.look(40, { busyMs: 40, ended: 40, lateMs: 50 })).toBe(100);
    expect(looks.look(40, { ...halfMs, lateMs: 50 })).toBeCloseTo(200, -1);
    looks.look(1, { busyMs: 200, ended: 40, lateMs: 50 });
    expect(looks.look(40, { ...halfMs, lateMs: 50 })).toBeCloseTo(200, -1);
  });

  it("lets in more and more where it is in time all the same, and nothing where it is not used", () => {
    const looks = new Looks();
    expect(looks.look(100, halfMs)).toBeGreaterThan(2 * 200);
    expect(looks.look(100, { ...halfMs, lateMs: 50 })).toBeGreaterThan(2 * 200);
    expect(looks.look(1, { ...halfMs, underWay: 10 })).toBe(200);
  });

  it("shrinks by as much as the loop is late, by half at most, and then waits for what comes of it", () => {
    const looks = new Looks();
    looks.look(1, { ...halfMs, lateMs: 50 });
    expect(looks.look(1, { ...halfMs, lateMs: 120 })).toBe(150);
    expect(looks.look(4, { ...halfMs, lateMs: 1_000 })).toBe(150);
    expect(looks.look(10, { ...halfMs, lateMs: 1_000 })).toBeLessThan(100);
    expect(looks.look(1_000, { ...halfMs, lateMs: 1_000 })).toBe(1);
    expect(looks.look(350, halfMs)).toBeGreaterThan(200);
  });
});
