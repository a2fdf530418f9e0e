import { describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import type { GuardRecord } from "../../runtime/types.js";
import { lineOf, runGuarded } from "./support/guarded.js";

/** Runs the sample as a supervisor does: a verdict ends the host. */
function supervise(kind: string, abortAfterMs = 700) {
  const verdicts: GuardRecord[] = [];
  const outcome = runGuarded("abort.mjs", {
    args: [kind],
    env: { GUARD_MODE: "abort", GUARD_ABORT_AFTER: String(abortAfterMs) },
    deadlineMs: 40_000,
    onRecord(record, pid) {
      if (record.type !== "abort-due") return;
      verdicts.push(record);
      process.kill(pid, "SIGKILL");
    },
  });
  return outcome.then((result) => ({ ...result, verdicts }));
}

describe("mode `abort`, when the loop does not turn", () => {
  it.each([
    { kind: "endless", name: "culprit", api: null },
    { kind: "native", name: "culprit", api: "child_process.execSync" },
  ])("asks for the host's end once, and names the culprit: $kind", async ({ kind, name, api }) => {
    const { verdicts, records, signal } = await supervise(kind);

    expect(signal).toBe("SIGKILL");
    expect(verdicts).toHaveLength(1);
    const last = records.findLast((record) => record.type === "report");
    expect(verdicts[0]).toMatchObject({ task: { name, runId: "culprit-1" }, reportId: last?.report.id });
    expect(last?.report).toMatchObject({
      ongoing: true,
      task: { name },
      blame: { file: "abort.mjs", line: lineOf("abort.mjs", kind), api },
    });
    expect(last?.report.durationMs).toBeGreaterThanOrEqual(700);
    // A busy machine makes a stall longer, and the time on a processor no longer.
    const { durationMs = Infinity, cpuMs = durationMs } = last?.report ?? {};
    expect(Math.min(durationMs, cpuMs)).toBeLessThan(1_500);
  });

  it("names no run where the code belongs to none", async () => {
    const { verdicts, records } = await supervise("outside");

    expect(verdicts).toMatchObject([{ task: null }]);
    const last = records.findLast((record) => record.type === "report");
    expect(last?.report).toMatchObject({ task: null, blame: { line: lineOf("abort.mjs", "outside") } });
  });
});

describe("mode `abort`, when the loop turns", () => {
  it("gives the run up, on the main thread, once its stalls reach the limit in sum", async () => {
    const { verdicts, finals, stdout, code } = await supervise("repeated", 4_000);

    expect(verdicts).toEqual([]);
    expect(code).toBe(0);
    expect(finals.map((report) => report.action)).toEqual([
      ...finals.slice(1).map(() => "reported"),
      "aborted",
    ]);
    expect(finals.length).toBeGreaterThan(1);
    const given = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Report;
    expect(given).toEqual(finals.at(-1));
  });
});
