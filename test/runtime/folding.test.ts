import { describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { StallFolder } from "../../runtime/watchdog/folding.js";
import { sampleReport } from "../reports/sample.js";

/** Takes `count` stalls of 120 ms, one every `everyMs`; gives what was written. */
function storm(count: number, everyMs: number, change: Partial<Report> = {}): Report[] {
  const written: Report[] = [];
  const folder = new StallFolder((report) => written.push(report));
  for (let index = 0; index < count; index += 1) {
    const report = sampleReport({ id: `stall-${index}`, durationMs: 120, ongoing: false, ...change });
    folder.take({ ...report, ongoing: true }, index * everyMs);
    folder.take(report, index * everyMs);
    folder.due(index * everyMs);
  }
  folder.flush(count * everyMs);
  return written;
}

const told = (reports: readonly Report[]): number => {
  const last = new Map(reports.filter(({ ongoing }) => !ongoing).map((report) => [report.id, report]));
  return [...last.values()].reduce((sum, { folded }) => sum + (folded?.count ?? 1), 0);
};

describe("stalls of a kind", () => {
  it("are told one by one when they are rare", () => {
    const written = storm(50, 120_000);
    expect(written).toHaveLength(100);
    expect(written.every(({ folded }) => folded === undefined)).toBe(true);
  });

  it("are folded in a storm: an hour of it takes a few dozen lines, and none is lost", () => {
    const written = storm(28_000, 128);
    expect(told(written)).toBe(28_000);
    expect(written.length).toBeLessThan(300);
    const last = written.findLast(({ folded }) => folded);
    expect(last?.folded?.totalMs).toBeCloseTo((last?.folded?.count ?? 0) * 120, 0);
  });

  it("are told while they last when they last long, and are then told to their end", () => {
    const written = storm(40, 1_000, { durationMs: 2_000 });
    expect(written.filter(({ ongoing }) => ongoing)).toHaveLength(40);
    expect(written.filter(({ ongoing }) => !ongoing)).toHaveLength(40);
  });

  it("are never folded where something was done about them", () => {
    const written = storm(40, 1_000, { action: "aborted" });
    expect(written.filter(({ ongoing }) => !ongoing)).toHaveLength(40);
  });

  it("are kept apart by task and line", () => {
    const written: Report[] = [];
    const folder = new StallFolder((report) => written.push(report));
    for (let index = 0; index < 80; index += 1) {
      const { blame, ...report } = sampleReport({ id: `stall-${index}`, ongoing: false });
      folder.take({ ...report, blame: blame && { ...blame, line: 1 + (index % 2) } }, index);
    }
    folder.flush(100);
    const folds = written.filter(({ folded }) => folded);
    expect(new Set(folds.map(({ id }) => id)).size).toBe(2);
    expect(told(written)).toBe(80);
  });
});
