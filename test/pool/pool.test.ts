import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Pool } from "../../dist/src/pool/pool.js";
import type { PoolOptions } from "../../dist/src/pool/pool-options.js";
import { heapFlags, helperFlags } from "../../dist/src/pool/heap.js";
import type { RunOrder } from "../../dist/src/pool/protocol.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sample = (name: string) => fileURLToPath(new URL(`samples/${name}`, import.meta.url));

const never = { maxRuns: null, maxMemoryMb: null };

let pool: Pool | null = null;
let nextId = 0;

afterEach(async () => {
  await pool?.close({ graceMs: 0 });
  pool = null;
});

function poolOf(options: Partial<PoolOptions> & { app?: string } = {}): Pool {
  const { app = "tasks.ts", ...rest } = options;
  pool = new Pool({
    name: "async",
    hosts: 1,
    slotsPerHost: 100,
    spares: 0,
    setup: { app: [sample(app)], root, guard: null, recycle: never },
    onReport: () => undefined,
    onRedelivered: () => undefined,
    onHost: () => undefined,
    onOutput: () => undefined,
    ...rest,
  });
  return pool;
}

function order(task: string, input: unknown = {}): RunOrder {
  const runId = String((nextId += 1));
  return { key: `q/${runId}`, runId, task, queue: "q", input, attempt: 1, redelivered: false };
}

describe("a pool", () => {
  it("starts its hosts with the flags of their heaps and of their share of the processors", async () => {
    const own = poolOf({ hosts: 2 });
    await own.start();
    expect(await own.run(order("flags"))).toEqual([...heapFlags(100), ...helperFlags(2)]);
  });

  it("tells which tasks its hosts loaded", async () => {
    const tasks = await poolOf().start();
    expect(tasks.find((task) => task.name === "limited")).toEqual({
      name: "limited",
      queue: "default",
      pool: null,
      attempts: 1,
      timeLimitMs: 50,
      softTimeLimitMs: null,
      idempotent: true,
      stall: null,
      file: "test/pool/samples/tasks.ts",
    });
  });

  it("runs many at once on one loop, each to its own result", async () => {
    const hosts = poolOf();
    await hosts.start();
    const values = await Promise.all(
      Array.from({ length: 300 }, (_, ms) => hosts.run(order("echo", { ms: ms % 7, n: ms }))),
    );
    expect(values.map((value) => (value as { input: { n: number } }).input.n)).toEqual(
      values.map((_, n) => n),
    );
  });

  it("never gives a host more runs than it has slots", async () => {
    const hosts = poolOf({ name: "processes", hosts: 2, slotsPerHost: 1 });
    await hosts.start();
    const began = performance.now();
    await Promise.all(Array.from({ length: 6 }, () => hosts.run(order("echo", { ms: 100 }))));
    // Six runs of 100 ms, two at a time, cannot end before the third round has.
    expect(performance.now() - began).toBeGreaterThanOrEqual(290);
  });

  it("carries a thrown error over with name, code and fields", async () => {
    const hosts = poolOf();
    await hosts.start();
    const error = await hosts.run(order("boom")).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "RangeError", message: "too far", code: "E_FAR", limit: 7 });
    expect((error as Error).stack).toContain("samples/tasks.ts");
  });

  it("fails only the run whose value has no JSON form", async () => {
    const hosts = poolOf();
    await hosts.start();
    const [bad, good] = await Promise.allSettled([
      hosts.run(order("unserialisable")),
      hosts.run(order("echo", { ms: 0 })),
    ]);
    expect(bad).toMatchObject({ status: "rejected", reason: { name: "TypeError" } });
    expect(good.status).toBe("fulfilled");
  });

  it("rejects a run of a task it does not know, with the names it does", async () => {
    const hosts = poolOf();
    await hosts.start();
    await expect(hosts.run(order("nope"))).rejects.toMatchObject({
      code: "LOOPWARD_UNKNOWN_TASK",
      message: expect.stringContaining("echo") as string,
    });
  });

  it("signals and rejects a run past its time limit", async () => {
    const hosts = poolOf();
    await hosts.start();
    await expect(hosts.run(order("limited"))).rejects.toMatchObject({
      name: "TimeLimitError",
      code: "LOOPWARD_TIME_LIMIT",
    });
  });

  it("says once that a run came to its end after it was given up, and ignores what it brings", async () => {
    const lines: string[] = [];
    const hosts = poolOf({ onNotice: (run, line) => lines.push(`${run.task} ${run.attempt}: ${line}`) });
    await hosts.start();
    await expect(hosts.run(order("limited"))).rejects.toMatchObject({ name: "TimeLimitError" });
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(lines[0]).toMatch(
      /^limited 1: task limited, run \d+: a result came late and is ignored; .*TimeLimitError/,
    );
  });

  it("frees the slot of a run that waits for ever", async () => {
    const hosts = poolOf({ slotsPerHost: 1 });
    await hosts.start();
    const stuck = hosts.run(order("never"));
    const next = hosts.run(order("echo", { ms: 0 }));
    await expect(stuck).rejects.toMatchObject({ name: "TimeLimitError" });
    await expect(next).resolves.toMatchObject({ redelivered: false });
  });

  it("passes progress and log lines on", async () => {
    const hosts = poolOf();
    await hosts.start();
    const onProgress = vi.fn();
    const onLog = vi.fn();
    await hosts.run(order("talkative"), { onProgress, onLog });
    expect(onProgress).toHaveBeenCalledExactlyOnceWith({ done: 1 });
    expect(onLog).toHaveBeenCalledExactlyOnceWith("half way", { part: 2 });
  });

  it("says why an app cannot be loaded, and leaves no process behind", async () => {
    const lost: number[] = [];
    const hosts = poolOf({ app: "broken.js", onHost: (event, pid) => event === "lost" && lost.push(pid) });
    await expect(hosts.start()).rejects.toMatchObject({ code: "LOOPWARD_APP_UNREADABLE" });
    expect(lost).toHaveLength(1);
  });
});

describe("a lost host", () => {
  it("of unknown cause costs no innocent run: each is redelivered, and only the run that kills every host fails", async () => {
    const redelivered = vi.fn<PoolOptions["onRedelivered"]>();
    const hosts = poolOf({ spares: 1, onRedelivered: redelivered });
    await hosts.start();
    const innocents = Array.from({ length: 40 }, () => hosts.run(order("echo", { ms: 150 })));
    const culprit = hosts.run(order("self-kill"));
    await expect(culprit).rejects.toMatchObject({ name: "HostLostError", code: "LOOPWARD_HOST_LOST" });
    const values = (await Promise.all(innocents)) as { attempt: number; redelivered: boolean }[];
    expect(values.every((value) => value.redelivered && value.attempt === 1)).toBe(true);
    const told = new Set(redelivered.mock.calls.flatMap(([runs]) => runs.map((run) => run.key)));
    expect(told.size).toBe(41);
  });

  it.each([
    ["segfaults", null, "SIGSEGV"],
    ["aborts", null, "SIGABRT"],
    ["fills-memory", 64, "SIGABRT"],
  ])("by a run that %s is lost by that run alone, for its own reason", async (task, maxMemoryMb, reason) => {
    const hosts = poolOf({
      spares: 1,
      setup: { app: [sample("tasks.ts")], root, guard: null, recycle: { maxRuns: null, maxMemoryMb } },
    });
    await hosts.start();
    const innocents = Array.from({ length: 5 }, () => hosts.run(order("echo", { ms: 50 })));
    await expect(hosts.run(order(task))).rejects.toMatchObject({
      name: "HostLostError",
      message: expect.stringContaining(reason) as string,
    });
    expect(await Promise.all(innocents)).toMatchObject(Array(5).fill({ attempt: 1 }));
  });

  it("takes along nothing that settled before its loop stood still", async () => {
    const redelivered = vi.fn<PoolOptions["onRedelivered"]>();
    const hosts = poolOf({
      setup: {
        app: [sample("settles-before-loop.ts")],
        root,
        guard: { mode: "abort", thresholdMs: 100, abortAfterMs: 300 },
        recycle: never,
      },
      onRedelivered: redelivered,
    });
    await hosts.start();
    const settled = hosts.run(order("waits"));
    await expect(hosts.run(order("endless"))).rejects.toMatchObject({ name: "StallError" });
    await expect(settled).resolves.toEqual({ redelivered: false });
    expect(redelivered).not.toHaveBeenCalled();
  });

  it("rejects what could not finish when the pool closes, so that it can go back to its queue", async () => {
    const hosts = poolOf();
    await hosts.start();
    const run = hosts.run(order("echo", { ms: 60_000 }));
    const outcome = expect(run).rejects.toMatchObject({ name: "PoolClosedError" });
    await hosts.close({ graceMs: 0 });
    await outcome;
  });

  it("is replaced even when the next one cannot start at first: the run waits and completes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "loopward-pool-"));
    vi.stubEnv("LOOPWARD_TEST_STARTS", join(folder, "starts"));
    const hosts = poolOf({ app: "second-start-fails.ts" });
    await hosts.start();
    await expect(hosts.run(order("self-kill-once"))).resolves.toBe("second life");
    rmSync(folder, { recursive: true });
    vi.unstubAllEnvs();
  });
});
