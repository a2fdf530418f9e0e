import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Pool } from "../../../dist/src/pool/pool.js";
import type { RunOrder } from "../../../dist/src/pool/protocol.js";
import type { Report } from "../../../src/findings/report.js";
import type { StallError } from "../../../src/findings/run-errors.js";
import { makeTempFolder } from "../../support/make-temp-folder.js";

const ABORT_AFTER_MS = 300;
const root = fileURLToPath(new URL("../../..", import.meta.url));
const samples = fileURLToPath(new URL("samples/", import.meta.url));

let pool: Pool;
let log: string;
let nextId: number;
let reports: Map<string, Report>;
let pids: Set<number>;
let redelivered: RunOrder[];

beforeEach(async () => {
  log = join(await makeTempFolder(), "log");
  nextId = 0;
  reports = new Map();
  pids = new Set();
  redelivered = [];
  pool = new Pool({
    name: "async",
    hosts: 1,
    slotsPerHost: 1_100,
    spares: 0,
    setup: {
      app: [join(samples, "tasks.ts")],
      root,
      recycle: { maxRuns: null, maxMemoryMb: null },
      guard: { mode: "abort", thresholdMs: 100, abortAfterMs: ABORT_AFTER_MS, abort: "in-place" },
    },
    onReport: (report) => reports.set(report.id, report),
    onRedelivered: (runs) => redelivered.push(...runs),
    onHost: (event, pid) => event === "ready" && pids.add(pid),
    onOutput: () => undefined,
  });
  await pool.start();
});

afterEach(() => pool.close({ graceMs: 0 }));

function run(task: string, input: unknown): Promise<unknown> {
  const runId = String((nextId += 1));
  return pool.run({ key: `q/${runId}`, runId, task, queue: "q", input, attempt: 1, redelivered: false });
}

/** A run that never ends, among others that only wait. */
async function abort(task: string, neighbours = 20) {
  const others = Array.from({ length: neighbours }, () => run("nap", { ms: 1_500 }));
  const error = (await run(task, { log }).catch((thrown: unknown) => thrown)) as StallError;
  const values = (await Promise.all(others)) as { pid: number; redelivered: boolean }[];
  return { error, values };
}

function logged(): string[] {
  return readFileSync(log, "utf8").trimEnd().split("\n");
}

function lineOf(file: string, label: string): number {
  const lines = readFileSync(join(samples, file), "utf8").split("\n");
  return lines.findIndex((line) => line.endsWith(`// here: ${label}`)) + 1;
}

describe("a run that never ends", () => {
  it("ends alone among a thousand: no other is run again, the host stays, and what is to be cleaned up is", async () => {
    const { error, values } = await abort("endless", 999);

    expect(error).toMatchObject({ name: "StallError", code: "LOOPWARD_STALL" });
    expect(values).toHaveLength(999);
    expect(values.filter((value) => value.redelivered)).toEqual([]);
    expect(redelivered).toEqual([]);
    expect(pids.size).toBe(1);
    expect(logged().sort()).toEqual(["finally", "ran", "signal StallError", "to its end"]);
    const blame = {
      file: "test/runtime/in-place/samples/tasks.ts",
      line: lineOf("tasks.ts", "endless"),
    };
    expect(error.message).toContain(`${blame.file}:${blame.line}`);
    const report = [...reports.values()].find(({ task }) => task?.name === "endless");
    expect(report).toMatchObject({ action: "aborted", ongoing: false, blame });
  });

  it.each([
    ["esm", "loops/spin.mjs"],
    ["commonjs", "loops/spin.cjs"],
    ["commonjs-deeper", "loops/deeper.js"],
  ])("is named by the line that the user wrote: %s", async (task, file) => {
    const { error } = await abort(task);

    expect(error.message).toContain(`test/runtime/in-place/samples/${file}:${lineOf(file, task)}`);
    expect(pids.size).toBe(1);
    expect(redelivered).toEqual([]);
  });

  it.each([
    "recursion",
    "callbacks",
    "microtasks",
    "ticks",
    "timer",
    "unhandled",
    "listener",
    "swallows-in-loop",
    "swallows-and-returns",
  ])("fails and leaves the host alone: %s", async (task) => {
    const { error, values } = await abort(task);

    expect(error).toMatchObject({ name: "StallError" });
    expect(values.filter((value) => value.redelivered)).toEqual([]);
    expect(pids.size).toBe(1);
  });
});

describe("a run that no check can end", () => {
  it.each(["swallows-all", "eval", "regexp"])("is ended with its host: %s", async (task) => {
    const { error, values } = await abort(task);

    expect(error).toMatchObject({ name: "StallError" });
    expect(values.every((value) => value.redelivered)).toBe(true);
    const report = [...reports.values()].find((candidate) => candidate.task?.name === task);
    expect(report).toMatchObject({ action: "host-killed" });
  });
});
