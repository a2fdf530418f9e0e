import type { Report } from "../../src/findings/report.js";
import type { ReportFacts } from "../../src/reports/facts.js";

let count = 0;

/** A report as the guard writes it, each with an id of its own. */
export function sampleReport(changes: Partial<Report> = {}): Report {
  count += 1;
  return {
    schema: "loopward.report/1",
    id: `0000${count}`.slice(-4) + "c0de-4d3f-4c50-9a4e-0a0b0c0d0e0f",
    time: "2026-11-23T10:00:00.000Z",
    kind: "stall",
    cause: "sync-call",
    durationMs: 812.3,
    ongoing: false,
    thresholdMs: 100,
    task: { name: "feeds.fetch", runId: "17", queue: "feeds", attempt: 1 },
    blame: {
      function: "loadTemplate",
      file: "src/render.ts",
      line: 2,
      column: 10,
      api: "fs.readFileSync",
      code: "return readFileSync(path);",
      confidence: 0.93,
    },
    stack: [
      { function: "readFileSync", file: "node:fs", line: 448, column: 20 },
      { function: "loadTemplate", file: "src/render.ts", line: 2, column: 10 },
      { function: "run", file: "src/tasks.ts", line: 9, column: 3 },
    ],
    // Before what follows, as the guard writes it.
    ...(changes.tree && { tree: changes.tree }),
    impact: { delayedRuns: 37 },
    action: "reported",
    advice: "Use `readFile` from `node:fs/promises`.",
    host: { pid: 1, node: "v20.20.2" },
    ...changes,
  };
}

/** The second pass of an export over reports that lie in memory. */
export function wholeAmong(reports: readonly Report[]): (some: Iterable<ReportFacts>) => Promise<Report[]> {
  const byId = new Map(reports.map((report) => [report.id, report]));
  return (some) => Promise.resolve(Array.from(some, ({ id }) => byId.get(id)!));
}
