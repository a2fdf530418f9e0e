import { describe, expect, it } from "vitest";
import type { Report, StackNode } from "../../src/findings/report.js";
import { lineOf, runGuarded, runUndisturbed, type Outcome } from "./support/guarded.js";

const OFF_BY_MS = 15;

interface Truth {
  readonly start: number;
  readonly end: number;
}

const blamed = ({ finals }: Outcome, name: string): Report[] =>
  finals.filter(({ task }) => task?.name === name);
const truthsOf = ({ stdout }: Outcome): Truth[] =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Truth);

function errorsOf(report: Report, { start, end }: Truth): number[] {
  const began = Date.parse(report.time);
  return [began - start, report.durationMs - (end - start), began + report.durationMs - end];
}

function nodesNamed(nodes: readonly StackNode[], name: string): StackNode[] {
  return nodes.flatMap((node) => (node.function === name ? [node] : nodesNamed(node.calls, name)));
}

describe("a threshold of 20 ms", () => {
  it("has one report for each stall, right in its start, its end and its duration", async () => {
    const isRight = (outcome: Outcome): boolean => {
      const truths = truthsOf(outcome);
      const reports = blamed(outcome, "timed");
      const errors = reports.flatMap((report, index) => {
        const truth = truths[index];
        return truth ? errorsOf(report, truth) : [Infinity];
      });
      return reports.length === truths.length && errors.every((error) => Math.abs(error) <= OFF_BY_MS);
    };
    const outcome = await runUndisturbed("timed.mjs", { env: { GUARD_THRESHOLD: "20" } }, isRight);

    const reports = blamed(outcome, "timed");
    const truths = truthsOf(outcome);
    expect(reports).toHaveLength(truths.length);
    truths.forEach((truth, index) => {
      for (const error of errorsOf(reports[index]!, truth))
        expect(Math.abs(error), JSON.stringify(reports[index])).toBeLessThanOrEqual(OFF_BY_MS);
    });
  });
});

describe("a run that holds the loop as soon as it starts", () => {
  it("is blamed for its own time: from its start on, whatever the loop did before in the same turn", async () => {
    const names = ["first", "after-others", "after-burst"];
    const errors = (outcome: Outcome): number[] =>
      names.flatMap((name, index) => {
        const [[report], truth] = [blamed(outcome, name), truthsOf(outcome)[index]];
        return report && truth ? errorsOf(report, truth) : [Infinity];
      });
    const isRight = (outcome: Outcome): boolean =>
      errors(outcome).every((error) => Math.abs(error) <= OFF_BY_MS);
    const outcome = await runUndisturbed("at-once.mjs", {}, isRight);

    for (const error of errors(outcome))
      expect(Math.abs(error), JSON.stringify(outcome.finals)).toBeLessThanOrEqual(OFF_BY_MS);
    expect(outcome.blaming.map(({ task }) => task?.name)).toEqual(names);
  });
});

describe("a loop at rest", () => {
  it("is not looked at until a run begins, and that run's stall is told from its beginning", async () => {
    const isRight = (outcome: Outcome): boolean => {
      const [truth] = truthsOf(outcome);
      const [report] = blamed(outcome, "waking");
      return (
        outcome.finals.length === 2 &&
        report !== undefined &&
        truth !== undefined &&
        errorsOf(report, truth).every((error) => Math.abs(error) <= OFF_BY_MS)
      );
    };
    const outcome = await runUndisturbed("rests.mjs", {}, isRight);

    const [first, second] = outcome.finals;
    expect(outcome.finals).toHaveLength(2);
    expect(first?.task?.name).toBe("waking");
    for (const error of errorsOf(first!, truthsOf(outcome)[0]!))
      expect(Math.abs(error), JSON.stringify(first)).toBeLessThanOrEqual(OFF_BY_MS);
    expect(second).toMatchObject({ task: null, cause: "cpu", blame: { function: "work" } });
  });

  it("is told when it stands still for seconds: what comes to it would wait for ever", async () => {
    const { blaming, records } = await runUndisturbed(
      "stands-still.mjs",
      { env: { GUARD_MODE: "abort", GUARD_ABORT_AFTER: "1000" } },
      (outcome) => outcome.blaming.length === 1,
    );
    expect(blaming).toMatchObject([{ task: null, blame: { function: "stuck" } }]);
    expect(records.map(({ type }) => type)).toContain("abort-due");
  });
});

describe("a stall in two functions", () => {
  it("is the heavier one's, with its share for confidence, and the tree shows both", async () => {
    const outcome = await runUndisturbed("two-parts.mjs", {}, (it) => blamed(it, "both").length === 1);

    const [report] = blamed(outcome, "both");
    expect(report?.blame).toMatchObject({ function: "heavy", line: lineOf("two-parts.mjs", "heavy") });
    expect(report?.blame?.confidence).toBeGreaterThan(0.6);
    expect(report?.blame?.confidence).toBeLessThan(0.9);
    const shareOf = (name: string): number =>
      nodesNamed(report?.tree ?? [], name).reduce((sum, { share }) => sum + share, 0);
    expect(shareOf("heavy")).toBeGreaterThanOrEqual(report?.blame?.confidence ?? NaN);
    expect(shareOf("heavy") + shareOf("light")).toBeCloseTo(1, 1);
  });
});

describe("the same stall again and again", () => {
  const STALLS = 40;

  it("is told one by one at first, then in one record", async () => {
    const countOf = (reports: readonly Report[]): number => {
      const last = new Map(reports.map((report) => [report.id, report]));
      return [...last.values()].reduce((sum, { folded }) => sum + (folded?.count ?? 1), 0);
    };
    const outcome = await runGuarded("storm.mjs", { args: [String(STALLS)], deadlineMs: 50_000 });

    const reports = blamed(outcome, "storm");
    // On a busy machine the guard may leave single ones to it; none is told twice.
    expect(countOf(reports)).toBeGreaterThan(0.8 * STALLS);
    expect(countOf(reports)).toBeLessThanOrEqual(STALLS);
    const folded = reports.filter((report) => report.folded);
    expect(folded.length).toBeGreaterThan(0);
    expect(reports.length).toBeLessThan(STALLS);
    expect(folded.at(-1)?.folded?.totalMs).toBeGreaterThan(100 * (folded.at(-1)?.folded?.count ?? NaN));
  });
});
