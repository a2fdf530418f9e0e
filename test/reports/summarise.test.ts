import { describe, expect, it } from "vitest";
import { summarise } from "../../src/reports/summarise.js";
import { sampleReport } from "./sample.js";

describe("summarise", () => {
  it("ranks culprits by the time they stole", () => {
    const often = Array.from({ length: 100 }, (_, index) =>
      sampleReport({
        durationMs: index + 1,
        time: `2026-11-23T10:00:${String(index % 60).padStart(2, "0")}.000Z`,
      }),
    );
    const once = sampleReport({
      durationMs: 9_000,
      cause: "saturation",
      task: null,
      blame: null,
      impact: { delayedRuns: 2 },
    });
    const summary = summarise([...often, once]);
    expect(summary).toMatchObject({ reports: 101, stolenMs: 5_050 + 9_000 });
    expect(summary.from).toBe("2026-11-23T10:00:00.000Z");
    expect(summary.to).toBe("2026-11-23T10:00:59.000Z");
    expect(summary.culprits).toEqual([
      expect.objectContaining({
        task: null,
        file: null,
        cause: "saturation",
        count: 1,
        worstId: once.id,
        delayedRuns: 2,
      }),
      {
        task: "feeds.fetch",
        file: "src/render.ts",
        line: 2,
        column: 10,
        function: "loadTemplate",
        code: "return readFileSync(path);",
        api: "fs.readFileSync",
        cause: "sync-call",
        count: 100,
        stolenMs: 5_050,
        p50Ms: 50,
        p99Ms: 99,
        worstMs: 100,
        delayedRuns: 3_700,
        // Five seconds a part: durations 1…5 and 61…65, and so on; the 40 after the first minute repeat its first 40 s.
        trendMs: Array.from({ length: 12 }, (_, part) => {
          const first = part * 25 + 15;
          return part < 8 ? first * 2 + 300 : first;
        }),
        worstId: often[99]?.id,
        advice: "Use `readFile` from `node:fs/promises`.",
        firstTime: "2026-11-23T10:00:00.000Z",
        lastTime: "2026-11-23T10:00:59.000Z",
      },
    ]);
  });

  it("counts the stalls that are folded into one report", () => {
    const folded = sampleReport({ durationMs: 500, folded: { count: 10, totalMs: 1_400 } });
    expect(summarise([folded, sampleReport({ durationMs: 200 })]).culprits).toMatchObject([
      { count: 11, stolenMs: 1_600, p50Ms: 100, p99Ms: 500, worstMs: 500 },
    ]);
  });

  it("keeps tasks, lines and causes apart", () => {
    const report = sampleReport();
    const reports = [
      report,
      sampleReport({ task: null }),
      sampleReport({ cause: "cpu" }),
      sampleReport({ blame: report.blame && { ...report.blame, line: 3 } }),
    ];
    expect(summarise(reports).culprits).toHaveLength(4);
  });

  it("has nothing to say of nothing", () => {
    expect(summarise([])).toEqual({ reports: 0, stolenMs: 0, from: null, to: null, culprits: [] });
  });
});
