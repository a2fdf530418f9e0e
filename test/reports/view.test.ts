import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StackNode } from "../../src/findings/report.js";
import { overviewOf, PAGE_SIZE, pageOf } from "../../src/reports/view/overview.js";
import { parseQuery, queryText, select, type Row } from "../../src/reports/view/query.js";
import { trimReport } from "../../src/reports/view/trim.js";
import { sampleReport } from "./sample.js";

const NOW = Date.parse("2026-11-23T12:00:00.000Z");
const { blame, stack, task } = sampleReport();

/** A report for each minute before noon, newest first; every third is of another task. */
const rows: readonly Row[] = Array.from({ length: 120 }, (_, index) => {
  const ms = NOW - (index + 1) * 60_000;
  const name = index % 3 === 0 ? "feeds.parse" : "feeds.fetch";
  const facts = sampleReport({ time: new Date(ms).toISOString(), task: task && { ...task, name } });
  return { ms, facts };
});

describe("a query", () => {
  it("leaves out what makes no sense", () => {
    const nonsense = new URLSearchParams("cause=__proto__&since=banana&until=1y&offset=x");
    expect(queryText(parseQuery(nonsense))).toBe("");
    expect(select(rows, parseQuery(nonsense), NOW)).toHaveLength(rows.length);
  });

  it("comes back from its text, whatever it names", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, text, text, (task, place, host) => {
        const query = { task, place, host, cause: "cpu", since: "7d" } as const;
        expect(parseQuery(new URLSearchParams(queryText(query)))).toMatchObject(query);
      }),
    );
  });

  it.each([
    ["task=feeds.parse", 40],
    ["since=1h", 60],
    ["since=1h&task=feeds.fetch", 40],
    ["until=2026-11-23T10:30:00Z", 30],
    ["place=src/render.ts:2", 120],
    ["place=src/render.ts:3", 0],
    ["cause=cpu", 0],
    ["api=fs.readFileSync&host=1", 120],
  ])("%s lets %i through", (text, count) => {
    expect(select(rows, parseQuery(new URLSearchParams(text)), NOW)).toHaveLength(count);
  });
});

describe("an overview", () => {
  it("adds up to the same in each of its parts", () => {
    const { reports, stolenMs, delayedRuns, tasks, culprits, timeline } = overviewOf(rows, {}, NOW);
    expect([reports, delayedRuns]).toEqual([120, 120 * 37]);
    for (const parts of [tasks, culprits, timeline.buckets])
      expect(parts.reduce((total, part) => total + part.stolenMs, 0)).toBeCloseTo(stolenMs);
    expect(tasks.map(({ task, count }) => [task, count])).toEqual([
      ["feeds.fetch", 80],
      ["feeds.parse", 40],
    ]);
    for (const { atMs } of timeline.buckets) {
      expect(atMs).toBeGreaterThanOrEqual(timeline.fromMs);
      expect(atMs).toBeLessThan(timeline.toMs);
    }
  });

  it("offers what there is, not what the query leaves", () => {
    const { reports, facets } = overviewOf(rows, { task: "feeds.parse" }, NOW);
    expect(reports).toBe(40);
    expect(facets.task.map(({ value, count }) => [value, count])).toEqual([
      ["feeds.fetch", 80],
      ["feeds.parse", 40],
    ]);
  });

  it("has something to say of nothing", () => {
    expect(overviewOf([], {}, NOW)).toMatchObject({ reports: 0, stolenMs: 0, worstMs: 0, culprits: [] });
  });

  it("lists a page at a time", () => {
    const pages = [0, PAGE_SIZE, 2 * PAGE_SIZE].map((offset) => pageOf(rows, {}, offset, NOW));
    expect(pages.flatMap(({ reports }) => reports)).toEqual(rows.map(({ facts }) => facts));
  });
});

describe("a report that is too large to be drawn", () => {
  it("loses frames and branches, and says so", () => {
    const leaf: StackNode = { ...stack[0]!, share: 1, calls: [] };
    const deep = Array.from({ length: 1_000 }).reduce<StackNode>(
      (node) => ({ ...leaf, calls: [node] }),
      leaf,
    );
    const wide = Array.from({ length: 5_000 }, () => leaf);
    for (const changes of [{ tree: [deep] }, { tree: wide }, { stack: wide }]) {
      const { report, trimmed } = trimReport(sampleReport({ blame, ...changes }));
      expect(trimmed).toBe(true);
      expect(JSON.stringify(report).length).toBeLessThan(200_000);
    }
  });

  it("is not one that the guard writes", () => {
    const report = sampleReport();
    expect(trimReport(report)).toEqual({ report, trimmed: false });
  });
});
