import { describe, expect, it } from "vitest";
import { lineOf, runGuarded, runUndisturbed, type Outcome } from "./support/guarded.js";

const SAMPLE = "attribution.mjs";
const nameOf = (report: Outcome["finals"][number]): string | null => report.task?.name ?? null;

describe("the guard names", () => {
  it.each([
    { kind: "resumedByAnother", names: ["a"], label: "block", api: null },
    { kind: "twoCulprits", names: ["a", "b"], label: "block", api: null },
    { kind: "outside", names: [null], label: "block", api: null },
    { kind: "settledLongAgo", names: ["a"], label: "block", api: null },
    { kind: "throws", names: ["a"], label: "throws", api: "child_process.execSync" },
    { kind: "nested", names: ["a"], label: "nested", api: "child_process.execSync" },
  ])("the run whose code it was: $kind", async ({ kind, names, label, api }) => {
    const { code, blaming, stdout } = await runUndisturbed(
      SAMPLE,
      { args: [kind] },
      (outcome) => outcome.blaming.length === names.length,
    );

    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(blaming.map(nameOf)).toEqual(names);
    for (const report of blaming)
      expect(report.blame).toMatchObject({ file: SAMPLE, line: lineOf(SAMPLE, label), api });
  });

  it.each(["pieces", "cheapCalls", "loading"])("nobody, where nobody blocked: %s", async (kind) => {
    const { code, blaming } = await runGuarded(SAMPLE, { args: [kind] });

    expect(code).toBe(0);
    expect(blaming).toEqual([]);
  });
});

describe("a process that is stopped and goes on", () => {
  it("is the machine's doing, and no run's", async () => {
    let stopped = false;
    const outcome = await runGuarded("stopped.mjs", {
      onOutput(_text, pid) {
        if (stopped) return;
        stopped = true;
        process.kill(pid, "SIGSTOP");
        setTimeout(() => process.kill(pid, "SIGCONT"), 400);
      },
    });

    expect(outcome.code).toBe(0);
    expect(outcome.blaming).toEqual([]);
    const causes = outcome.finals.map((report) => report.cause);
    expect(causes).toContain("machine");
  });
});

describe("a watchdog that dies", () => {
  it("leaves the host running, and says that stalls are no longer seen", async () => {
    const { code, stdout, stderr } = await runGuarded("lost-watchdog.mjs", { deadlineMs: 15_000 });

    expect({ code, stdout }).toEqual({ code: 0, stdout: "went on\n" });
    expect(stderr).toContain("stalls are no longer seen");
  });
});

describe.runIf(process.platform === "linux")("a guard that stops", () => {
  it("ends its thread after the main thread's own end of the session, so that the process is not aborted", async () => {
    const { code, stdout, stderr } = await runGuarded("ends-last.mjs", { deadlineMs: 15_000 });

    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "1\n", stderr: "" });
  });
});
