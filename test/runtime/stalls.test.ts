import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Cause } from "../../src/findings/cause.js";
import { lineOf, runUndisturbed } from "./support/guarded.js";

interface Expected {
  readonly kind: string;
  readonly cause: Cause;
  readonly api: string | null;
  readonly file?: string;
  readonly column?: number;
}

const SAMPLE = "one-stall.mjs";
const folder = mkdtempSync(join(tmpdir(), "loopward-"));
const fifo = join(folder, "fifo");
execFileSync("mkfifo", [fifo]);
afterAll(() => rmSync(folder, { recursive: true }));

const stalls: readonly Expected[] = [
  { kind: "loop", cause: "cpu", api: null },
  { kind: "afterAwait", cause: "cpu", api: null },
  { kind: "helper", cause: "cpu", api: null, file: "helpers/block.mjs" },
  { kind: "pbkdf2", cause: "sync-call", api: "crypto.pbkdf2Sync", column: 5 },
  { kind: "execSync", cause: "sync-call", api: "child_process.execSync", column: 20 },
  { kind: "atomicsWait", cause: "sync-call", api: "Atomics.wait", column: 13 },
  { kind: "fifo", cause: "sync-call", api: "fs.readFileSync", column: 5 },
  { kind: "regexp", cause: "regexp", api: "RegExp#test", column: 22 },
  { kind: "jsonParse", cause: "cpu", api: "JSON.parse", column: 10 },
  { kind: "microtasks", cause: "microtasks", api: null },
  { kind: "microtasksBehindTimer", cause: "microtasks", api: null },
  { kind: "ticks", cause: "microtasks", api: null },
  { kind: "lazyRequire", cause: "load", api: "require" },
];

describe("a run that stalls the loop", () => {
  it.each(stalls)("is named with its line: $kind", async ({ kind, cause, api, file = SAMPLE, column }) => {
    const { code, stderr, finals, records } = await runUndisturbed(
      SAMPLE,
      { args: [kind], env: { FIFO: fifo } },
      ({ finals: [only, ...others] }) => others.length === 0 && only?.task !== null,
    );

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(finals).toHaveLength(1);
    const [report] = finals;
    expect(report).toMatchObject({
      cause,
      task: { name: `task.${kind}`, runId: `task.${kind}-1`, queue: "default", attempt: 1 },
      blame: { file, line: lineOf(file, kind), api },
      action: "reported",
      ongoing: false,
    });
    if (column !== undefined) expect(report?.blame?.column).toBe(column);
    expect(report?.impact.delayedRuns).toBeGreaterThanOrEqual(4);
    expect(report?.durationMs).toBeGreaterThan(100);
    // Written first while it lasted, always under one id.
    expect(records.length).toBeGreaterThan(1);
    for (const record of records)
      expect(record).toMatchObject({ type: "report", report: { id: report?.id, kind: "stall" } });
  });
});

describe("a chain of microtasks", () => {
  it("is told of by hooks of promises, which are gone afterwards", async () => {
    const { stdout, blaming } = await runUndisturbed(
      "trapped.mjs",
      {},
      ({ blaming: [only, ...others] }) => others.length === 0 && only !== undefined,
    );

    expect(blaming).toHaveLength(1);
    expect(blaming[0]).toMatchObject({
      cause: "microtasks",
      task: null,
      blame: { line: lineOf("trapped.mjs", "chain") },
    });
    expect(JSON.parse(stdout)).toEqual([0, 0]);
  });
});
