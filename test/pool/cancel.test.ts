import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { Pool } from "../../dist/src/pool/pool.js";
import type { PoolOptions } from "../../dist/src/pool/pool-options.js";
import { eventually } from "../support/eventually.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const LONG_MS = 60_000;
const cancelled = {
  name: "CancelledError",
  message: expect.stringContaining("was cancelled: enough") as string,
};

let pool: Pool;
let lost: string[] = [];

async function start(options: Partial<PoolOptions>, app = "tasks.ts"): Promise<void> {
  lost = [];
  pool = new Pool({
    ...{ name: "async", hosts: 1, slotsPerHost: 2, spares: 1 },
    setup: {
      app: [fileURLToPath(new URL(`samples/${app}`, import.meta.url))],
      root,
      guard: null,
      recycle: { maxRuns: null, maxMemoryMb: null },
    },
    onReport: () => undefined,
    onRedelivered: () => undefined,
    onHost: (event, _pid, detail) => event === "lost" && lost.push(detail),
    onOutput: () => undefined,
    ...options,
  });
  await pool.start();
}

function run(n: number, task: string, input: unknown): Promise<unknown> {
  const order = { key: `q/${n}`, runId: String(n), task, queue: "q", input, attempt: 1, redelivered: false };
  const settled = pool.run(order);
  settled.catch(() => undefined);
  return settled;
}

afterEach(async () => {
  await pool.close({ graceMs: 0 });
});

describe("cancelling in a pool", () => {
  it("ends a run on its host, and those beside it go on", async () => {
    await start({});
    const [culled, other] = [run(1, "echo", { ms: LONG_MS }), run(2, "echo", { ms: 300 })];
    expect(pool.cancel("q/1", "enough")).toBe(true);
    await expect(culled).rejects.toMatchObject(cancelled);
    expect(await other).toMatchObject({ input: { ms: 300 } });
    expect(lost).toEqual([]);
  });

  it("takes back a run that has not begun", async () => {
    await start({ slotsPerHost: 1 });
    const [first, second] = [run(1, "echo", { ms: 100 }), run(2, "echo", { ms: 0 })];
    expect(pool.cancel("q/2", "enough")).toBe(true);
    await expect(second).rejects.toMatchObject(cancelled);
    await first;
  });

  it("costs a host of one slot its life, where the run holds its loop", async () => {
    await start({ name: "processes", slotsPerHost: 1 }, "holds-loop.ts");
    const held = run(1, "endless", {});
    await eventually("it is cancelled", () => pool.cancel("q/1", "enough"));
    await expect(held).rejects.toMatchObject(cancelled);
    await eventually("the host is gone", () => lost.length === 1);
    expect(lost[0]).toContain("was cancelled and could not be rejected");
  });

  it("is false for a run that it does not hold", async () => {
    await start({});
    await run(1, "echo", { ms: 0 });
    expect(pool.cancel("q/1", "enough")).toBe(false);
  });
});
