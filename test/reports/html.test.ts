import { expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { html, MAX_NEWEST_IN_PAGE } from "../../src/reports/export/html.js";
import type { Snapshot } from "../../src/reports/view/types.js";
import { sampleReport, wholeAmong } from "./sample.js";
import { temporaryFolder } from "./temporary-folder.js";

const NOW = Date.parse("2026-11-23T12:00:00.000Z");

async function snapshotOf(reports: readonly Report[]): Promise<Snapshot> {
  async function* stream() {
    yield await Promise.resolve(reports);
  }
  let page = "";
  const context = { root: temporaryFolder(), now: new Date(NOW), whole: wholeAmong(reports) };
  if (html.stacks) throw new Error("a page asks for the stacks that it shows");
  for await (const piece of html.write(stream(), context)) page += piece;
  return JSON.parse(/id="snapshot">(.*?)<\/script>/s.exec(page)![1]!) as Snapshot;
}

/** A report a minute, the newest first. */
const many = (count: number, changes: (index: number) => Partial<Report> = () => ({})) =>
  Array.from({ length: count }, (_, index) =>
    sampleReport({ time: new Date(NOW - index * 60_000).toISOString(), ...changes(index) }),
  );

it("holds what all reports come to, the newest, and the worst of each line", async () => {
  const reports = many(MAX_NEWEST_IN_PAGE + 500, (index) => (index === 1_400 ? { durationMs: 9_999 } : {}));
  const snapshot = await snapshotOf(reports);
  expect(snapshot.total).toBe(reports.length);
  expect(snapshot.overview).toMatchObject({ reports: reports.length, worstMs: 9_999 });
  const held = snapshot.reports.map(({ report }) => report.id);
  expect(held).toEqual([...reports.slice(0, MAX_NEWEST_IN_PAGE), reports[1_400]!].map(({ id }) => id));
});

it("stays a file that can be sent, however much reports say", async () => {
  const advice = "x".repeat(100_000);
  const snapshot = await snapshotOf(many(200, () => ({ advice })));
  expect(snapshot.total).toBe(200);
  expect(snapshot.reports.length).toBeGreaterThan(20);
  expect(JSON.stringify(snapshot).length).toBeLessThan(10_000_000);
});
