import { describe, expect, it } from "vitest";
import { strictOptions } from "../../runtime/strict/options.js";
import type { GuardRecord } from "../../runtime/types.js";
import type { Report } from "../../src/findings/report.js";
import { lineOf, runGuarded, type Options } from "./support/guarded.js";

const SAMPLE = "strict.mjs";

/** The last line of each report of a blocking call, in the order in which they were first told. */
async function callsOf(options: Options) {
  const outcome = await runGuarded(SAMPLE, options);
  const last = new Map<string, Report>();
  for (const record of outcome.records) if (isCall(record)) last.set(record.report.id, record.report);
  return { ...outcome, calls: [...last.values()] };
}

function isCall(record: GuardRecord): record is Extract<GuardRecord, { type: "report" }> {
  return record.type === "report" && record.report.kind === "blocking-call";
}

describe("strict mode", () => {
  it("reports each blocking call inside a run once a line, with its count", async () => {
    const { code, stderr, stdout, calls } = await callsOf({ args: ["calls"] });

    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: "", stdout: "done\n" });
    expect(calls.map(({ blame }) => [blame?.api, blame?.line])).toEqual([
      ["fs.existsSync", lineOf(SAMPLE, "once")],
      ["fs.readFileSync", lineOf(SAMPLE, "many")],
      ["crypto.randomBytes", lineOf(SAMPLE, "bytes")],
      ["require", lineOf(SAMPLE, "loads")],
    ]);
    const [once, many] = calls;
    expect(once).toMatchObject({
      kind: "blocking-call",
      cause: "sync-call",
      ongoing: false,
      task: { name: "calls" },
      blame: { file: SAMPLE, function: "calls", confidence: 1 },
      action: "reported",
      advice: expect.stringContaining("access") as string,
    });
    expect(once?.folded).toBeUndefined();
    expect(many?.folded?.count).toBe(50);
    expect(many?.folded?.totalMs).toBeGreaterThanOrEqual(many?.durationMs ?? Infinity);
  });

  it("reports a call when it begins, and not when it ends", async () => {
    let toldAtMs = Infinity;
    const startMs = performance.now();
    const { code } = await runGuarded(SAMPLE, {
      args: ["waits"],
      onRecord: (record) => {
        if (isCall(record)) toldAtMs = Math.min(toldAtMs, performance.now());
      },
    });

    expect(code).toBe(0);
    // The call lasts three seconds.
    expect(performance.now() - toldAtMs).toBeGreaterThan(2_000);
    expect(toldAtMs).toBeGreaterThan(startMs);
  });

  it("is told at the end of a process, too", async () => {
    const { code, calls } = await callsOf({ args: ["exits"] });

    expect(code).toBe(7);
    expect(calls).toMatchObject([{ ongoing: false, blame: { api: "fs.existsSync" } }]);
  });

  it("lets allowed APIs, modules and functions be", async () => {
    const { code, calls } = await callsOf({
      args: ["calls"],
      env: { STRICT_ALLOW: "fs.existsSync,crypto", STRICT_ALLOW_INSIDE: "readMany" },
    });

    expect(code).toBe(0);
    expect(calls.map(({ blame }) => blame?.api)).toEqual(["require"]);
  });

  it("throws in the caller when it is told to, and reports", async () => {
    const { code, stdout, calls } = await callsOf({ args: ["caught"], env: { STRICT_ACTION: "throw" } });

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      name: "BlockingCallError",
      code: "LOOPWARD_BLOCKING_CALL",
      api: "fs.readFileSync",
      outside: "fine",
    });
    expect(calls).toMatchObject([{ blame: { api: "fs.readFileSync", line: lineOf(SAMPLE, "caught") } }]);
  });

  it("refuses names that the catalogue does not have, and is off unless asked for", () => {
    expect(() => strictOptions({ strict: true, allowBlockingCalls: ["fs.readFielSync"] })).toThrow(
      /fs\.readFielSync/,
    );
    expect(strictOptions({ allowBlockingCalls: ["fs"] })).toBeNull();
    expect(strictOptions({ strict: true })).toEqual({ action: "report", allow: [], allowInside: [] });
  });
});
