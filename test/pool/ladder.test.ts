import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { Pool } from "../../dist/src/pool/pool.js";
import type { HostSetup } from "../../dist/src/pool/protocol.js";
import type { Report } from "../../dist/src/findings/report.js";
import { eventually } from "../support/eventually.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const app = [fileURLToPath(new URL("samples/ladder.ts", import.meta.url))];
const LIMIT_MS = 400;
/** Beyond the limit. */
const HELD_MS = 900;

let pool: Pool;
let nextId = 0;
const lost: string[] = [];
const reports = new Map<string, Report>();

async function start(guard: Partial<HostSetup["guard"]>): Promise<void> {
  lost.length = 0;
  reports.clear();
  pool = new Pool({
    name: "async",
    hosts: 1,
    slotsPerHost: 100,
    spares: 0,
    setup: {
      app,
      root,
      guard: { mode: "abort", thresholdMs: 100, abortAfterMs: LIMIT_MS, ...guard },
      recycle: { maxRuns: null, maxMemoryMb: null },
    },
    onReport: (report) => reports.set(report.id, report),
    onRedelivered: () => undefined,
    onHost: (event, _pid, detail) => event === "lost" && lost.push(detail),
    onOutput: () => undefined,
  });
  await pool.start();
}

function run(task: string, ms = HELD_MS): Promise<unknown> {
  const runId = String((nextId += 1));
  const input = { ms };
  const order = { key: `q/${runId}`, runId, task, queue: "q", input, attempt: 1, redelivered: false };
  return pool.run(order);
}

const stallError = { name: "StallError", code: "LOOPWARD_STALL" };

afterEach(() => pool.close({ graceMs: 0 }));

describe("a run that holds its loop beyond the limit, where the guard goes as far as", () => {
  it("report: completes, whatever its task allows", async () => {
    await start({ mode: "report" });
    await expect(run("held")).resolves.toBe("completed");
    await expect(run("signalled")).resolves.toBe("completed");
    expect(lost).toEqual([]);
    expect([...reports.values()].filter(({ task }) => task !== null)).toMatchObject([
      { action: "reported", task: { name: "held" } },
      { action: "reported", task: { name: "signalled" } },
    ]);
  });

  it("signal: is rejected once the loop turns, however long that takes, and no host is killed", async () => {
    await start({ abort: "signal" });
    const neighbour = run("echo", 100);
    await expect(run("held", 1_500)).rejects.toMatchObject(stallError);
    await expect(neighbour).resolves.toMatchObject({ redelivered: false });
    expect(lost).toEqual([]);
  });

  it("throw: is ended by a throw in its own code, and its neighbours stay where they are", async () => {
    await start({ abort: "throw" });
    const neighbour = run("echo", 100);
    await expect(run("killed")).rejects.toMatchObject(stallError);
    await expect(neighbour).resolves.toMatchObject({ redelivered: false });
    expect(lost).toEqual([]);
  });

  it("kill: costs its host, and its neighbours go to another", async () => {
    await start({});
    const neighbour = run("echo", 100);
    await expect(run("killed")).rejects.toMatchObject(stallError);
    await expect(neighbour).resolves.toMatchObject({ redelivered: true });
    expect(lost).toEqual([expect.stringContaining("killed held its loop") as string]);
  });
});

describe("a task that says for itself", () => {
  it("how far the guard may go: less than the worker, or more", async () => {
    await start({});
    await expect(run("reported")).resolves.toBe("completed");
    await expect(run("signalled", 1_500)).rejects.toMatchObject(stallError);
    expect(lost).toEqual([]);
    await pool.close({ graceMs: 0 });

    await start({ abort: "signal" });
    await expect(run("killed")).rejects.toMatchObject(stallError);
    expect(lost).toHaveLength(1);
  });

  it("that it is thrown out, and not killed", async () => {
    await start({ abort: "in-place" });
    await expect(run("thrown")).rejects.toMatchObject(stallError);
    expect(lost).toEqual([]);
  });

  it("how long its runs may hold the loop", async () => {
    await start({});
    await expect(run("patient", 1_200)).resolves.toBe("completed");
  });
});

it.each(["signalled", "killed"])("the error of %s names the report, the line and the stack", async (task) => {
  await start({});
  const error = (await run(task).catch((thrown: unknown) => thrown)) as Error & { reportId: string };
  // Records and settlements come by different ways.
  const report = await eventually("the final report", () => {
    const told = reports.get(error.reportId);
    return told?.ongoing === false ? told : null;
  });
  expect(report.task).toMatchObject({ name: task });
  expect(error).toMatchObject({
    ...stallError,
    blame: { file: "test/pool/samples/ladder.ts" },
    frames: expect.arrayContaining([
      expect.objectContaining({ file: "test/pool/samples/ladder.ts" }),
    ]) as unknown,
    message: expect.stringContaining(error.reportId) as string,
    stack: expect.stringMatching(/^StallError: .*\n {4}at .*samples\/ladder\.ts:\d+:\d+/) as string,
  });
});
