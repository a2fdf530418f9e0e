import { existsSync, mkdtempSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pool } from "../../dist/src/pool/pool.js";
import type { PoolOptions } from "../../dist/src/pool/pool-options.js";
import type { RunOrder } from "../../dist/src/pool/protocol.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const app = [fileURLToPath(new URL("samples/stray.ts", import.meta.url))];
const guard = { mode: "abort", thresholdMs: 100, abortAfterMs: 60_000 } as const;

const never = { maxRuns: null, maxMemoryMb: null };

let pool: Pool;
let nextId = 0;
const onRedelivered = vi.fn<PoolOptions["onRedelivered"]>();
const lost: string[] = [];

async function start(options: Partial<PoolOptions>): Promise<void> {
  pool = new Pool({
    name: "async",
    hosts: 1,
    slotsPerHost: 100,
    spares: 0,
    setup: { app, root, guard, recycle: never },
    onReport: () => undefined,
    onRedelivered,
    onHost: (event, _pid, detail) => event === "lost" && lost.push(detail),
    onOutput: () => undefined,
    ...options,
  });
  await pool.start();
}

function run(task: string, input: unknown = {}): Promise<unknown> {
  const runId = String((nextId += 1));
  const order: RunOrder = {
    key: `q/${runId}`,
    runId,
    task,
    queue: "q",
    input,
    attempt: 1,
    redelivered: false,
  };
  return pool.run(order);
}

beforeEach(() => {
  onRedelivered.mockClear();
  lost.length = 0;
});
afterEach(() => pool.close({ graceMs: 0 }));

describe.each([
  ["a shared loop", {}],
  [
    "a host of its own",
    { name: "processes" as const, slotsPerHost: 1, setup: { app, root, guard: null, recycle: never } },
  ],
])("an error that no promise carries, on %s", (_where, options) => {
  it.each([
    ["throws-later", "thrown from a timer"],
    ["rejects-unseen", "rejected unseen"],
  ])("fails its own run, and the host lives on: %s", async (task, message) => {
    await start(options);
    const before = (await run("echo", { ms: 0 })) as { pid: number };
    const failing = run(task);
    await expect(failing).rejects.toMatchObject({ name: "RangeError", message });
    expect(await run("echo", { ms: 0 })).toEqual({ pid: before.pid, redelivered: false });
  });

  it("ends the host, too, where that is wanted: the run fails with what it threw, its neighbours go on elsewhere", async () => {
    const own: Partial<PoolOptions> = options;
    const setup = { ...(own.setup ?? { app, root, guard, recycle: never }), endOnStrayError: true };
    await start({ ...own, setup });
    const neighbour = own.slotsPerHost ? null : run("echo", { ms: 300 });
    await expect(run("throws-later")).rejects.toMatchObject({
      name: "HostLostError",
      message: expect.stringContaining("uncaught exception in task throws-later") as string,
    });
    if (neighbour) await expect(neighbour).resolves.toMatchObject({ redelivered: true });
    expect(lost).toEqual([expect.stringContaining("thrown from a timer")]);
  });

  it("ends the host when it is process.exit, and the run that called it fails at once", async () => {
    await start(options);
    const innocent = run("echo", { ms: 1_000 });
    const culprit = run("exits");
    await expect(culprit).rejects.toMatchObject({
      name: "HostLostError",
      message: expect.stringContaining("process.exit(3) was called") as string,
    });
    await innocent;
    const told = onRedelivered.mock.calls.flatMap(([runs]) => runs.map((order) => order.task));
    expect(told.filter((task) => task !== "echo")).toEqual([]);
  });
});

describe("a worn host", () => {
  it("is replaced after so many runs, and no run is lost, failed or redelivered", async () => {
    await start({ spares: 1, setup: { app, root, guard, recycle: { maxRuns: 10, maxMemoryMb: null } } });
    const runs = Array.from({ length: 60 }, (_, n) => run("echo", { ms: n % 20 }));
    const values = (await Promise.all(runs)) as { pid: number; redelivered: boolean }[];
    const later = (await run("echo", { ms: 0 })) as { pid: number };
    expect(values.every((value) => !value.redelivered)).toBe(true);
    expect(values.map((value) => value.pid)).not.toContain(later.pid);
    expect(onRedelivered).not.toHaveBeenCalled();
  });

  it("is replaced above so much memory", async () => {
    await start({ setup: { app, root, guard: null, recycle: { maxRuns: null, maxMemoryMb: 200 } } });
    const before = (await run("echo", { ms: 0 })) as { pid: number };
    await run("keeps", { mb: 300 });
    const after = (await run("echo", { ms: 0 })) as { pid: number };
    expect(after.pid).not.toBe(before.pid);
    await vi.waitFor(() => expect(lost).toEqual(["exit code 0"]));
  });
});

describe("a host that is loading its app", () => {
  it("may hold its loop for longer than a run may", async () => {
    const slow = fileURLToPath(new URL("samples/loads-slowly.ts", import.meta.url));
    await start({ setup: { app: [slow], root, guard: { ...guard, abortAfterMs: 300 }, recycle: never } });
    await expect(run("echo")).resolves.toBe("loaded");
    expect(lost).toEqual([]);
  });
});

describe("a run that holds its loop past its time limit", () => {
  it("costs its host, and fails with the limit", async () => {
    await start({ name: "processes", slotsPerHost: 1, setup: { app, root, guard: null, recycle: never } });
    await expect(run("spins")).rejects.toMatchObject({ name: "TimeLimitError" });
    expect(lost).toEqual([expect.stringContaining("spins exceeded its time limit")]);
    await expect(run("echo", { ms: 0 })).resolves.toMatchObject({ redelivered: false });
  });

  it("does so on a shared loop where the guard blames it, and its neighbours go on elsewhere", async () => {
    await start({});
    const innocent = run("echo", { ms: 300 });
    await expect(run("spins")).rejects.toMatchObject({ name: "TimeLimitError" });
    await expect(innocent).resolves.toMatchObject({ redelivered: true });
  });
});

describe("a run that is not idempotent", () => {
  it("is not run again when its host is lost", async () => {
    const folder = mkdtempSync(join(tmpdir(), "loopward-loss-"));
    const started = join(folder, "started");
    await start({});
    const begun = new Promise<void>((resolve) => {
      const watcher = watch(folder, () => {
        if (!existsSync(started)) return;
        watcher.close();
        resolve();
      });
    });
    const payment = run("payment", { started });
    const outcome = expect(payment).rejects.toMatchObject({
      name: "HostLostError",
      message: expect.stringContaining("not idempotent") as string,
    });
    await begun;
    const killer = run("kills");
    await outcome;
    await expect(killer).rejects.toMatchObject({ name: "HostLostError" });
    const told = onRedelivered.mock.calls.flatMap(([runs]) => runs.map((order) => order.task));
    expect(told).not.toContain("payment");
    rmSync(folder, { recursive: true });
  });
});
