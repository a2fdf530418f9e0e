import { readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Records } from "../../runtime/watchdog/records.js";
import { ReportFiles } from "../../runtime/watchdog/report-files.js";
import { openReportStore } from "../../src/reports/store.js";
import { readReports } from "../../src/reports/read.js";
import { sampleReport } from "../reports/sample.js";

const MAX_BYTES = 16_000;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "loopward-files-"));
  vi.useFakeTimers({ now: Date.parse("2026-11-23T23:00:00Z"), toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, { recursive: true, force: true });
});

const sizes = () => readdirSync(dir).map((name) => statSync(join(dir, name)).size);

describe("a guard without a supervisor", () => {
  it("begins another file when one is full or its day is over, and deletes the oldest", async () => {
    const records = new Records({ folder: dir, maxBytes: MAX_BYTES });
    const reports = Array.from({ length: 60 }, () => sampleReport());
    for (const report of reports.slice(0, 59)) records.report(report);
    vi.setSystemTime(Date.parse("2026-11-24T00:00:01Z"));
    records.report(reports[59]!);
    expect(readdirSync(dir)).toContain("2026-11-24.ndjson");
    expect(readdirSync(dir)).not.toContain("2026-11-23.ndjson");
    expect(Math.max(...sizes())).toBeLessThan(MAX_BYTES / 8 + 1_500);
    expect(sizes().reduce((total, size) => total + size, 0)).toBeLessThan(MAX_BYTES + 4_000);
    const kept = (await readReports(dir)).reports.map(({ id }) => id);
    expect(kept.length).toBeGreaterThan(10);
    expect(kept).toEqual(reports.slice(-kept.length).map(({ id }) => id));
  });

  it("shares its folder with workers and other guards", async () => {
    const store = openReportStore(dir, { maxBytes: MAX_BYTES * 100 });
    const guards = [1, 2].map(() => new Records({ folder: dir, maxBytes: MAX_BYTES * 100 }));
    const reports = Array.from({ length: 30 }, () => sampleReport());
    for (const [index, report] of reports.entries()) {
      if (index % 3 === 2) store.append(report);
      else guards[index % 3]!.report(report);
    }
    await store.close();
    expect(readdirSync(dir)).toEqual(["2026-11-23.ndjson"]);
    const { reports: read, unreadableLines } = await readReports(dir);
    expect(read.map(({ id }) => id).sort()).toEqual(reports.map(({ id }) => id).sort());
    expect(unreadableLines).toBe(0);
  });

  it("goes on behind a line that was torn, and where the folder was deleted", () => {
    writeFileSync(join(dir, "2026-11-23.ndjson"), `{"torn`);
    const files = new ReportFiles(dir, MAX_BYTES);
    writeSync(files.fd(), "whole\n");
    expect(readFileSync(join(dir, "2026-11-23.ndjson"), "utf8")).toBe(`{"torn\nwhole\n`);
    rmSync(dir, { recursive: true });
    writeSync(files.fd(), "again\n");
    expect(readFileSync(join(dir, "2026-11-23.ndjson"), "utf8")).toBe("again\n");
  });
});
