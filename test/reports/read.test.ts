import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readReports } from "../../src/reports/read.js";
import { sampleReport } from "./sample.js";
import { temporaryFolder } from "./temporary-folder.js";

const lines = (...reports: unknown[]) => reports.map((report) => `${JSON.stringify(report)}\n`).join("");

describe("readReports", () => {
  it("finds nothing in a folder that is missing or empty", async () => {
    const dir = temporaryFolder();
    expect(await readReports(dir)).toEqual({ reports: [], unreadableLines: 0 });
    expect(await readReports(join(dir, "none"))).toEqual({ reports: [], unreadableLines: 0 });
  });

  it("says so when the folder cannot be read", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    await expect(readReports(file)).rejects.toMatchObject({ code: "LOOPWARD_STATE_DIR" });
  });

  it("keeps the last line of an id, across files", async () => {
    const dir = temporaryFolder();
    const other = sampleReport({ time: "2026-11-23T23:59:58.000Z" });
    const ongoing = sampleReport({
      ongoing: true,
      durationMs: 110,
      task: null,
      time: "2026-11-23T23:59:59.000Z",
    });
    const final = { ...ongoing, ongoing: false, durationMs: 5_000, task: other.task };
    writeFileSync(join(dir, "2026-11-23.ndjson"), lines(ongoing, other));
    writeFileSync(join(dir, "2026-11-24.ndjson"), lines(final));
    expect((await readReports(dir)).reports).toEqual([other, final]);
    expect((await readReports(dir, { task: "feeds.fetch" })).reports).toEqual([other, final]);
  });

  it("filters by task and time", async () => {
    const dir = temporaryFolder();
    const old = sampleReport({ time: "2026-11-20T10:00:00.000Z" });
    const recent = sampleReport({ time: "2026-11-23T12:00:00+02:00", task: null, blame: null });
    writeFileSync(join(dir, "2026-11-20.ndjson"), lines(old));
    writeFileSync(join(dir, "app.ndjson"), lines(recent));
    const since = (iso: string) => readReports(dir, { since: new Date(iso) });
    expect((await since("2026-11-20T10:00:00Z")).reports).toEqual([old, recent]);
    expect((await since("2026-11-20T10:00:01Z")).reports).toEqual([recent]);
    expect((await since("2026-11-23T10:00:00Z")).reports).toEqual([recent]);
    expect((await since("2026-11-23T10:00:01Z")).reports).toEqual([]);
    expect((await readReports(dir, { task: "feeds.fetch" })).reports).toEqual([old]);
  });

  it("counts lines that are no report, and reads the others", async () => {
    const dir = temporaryFolder();
    const [first, second] = [sampleReport(), sampleReport()];
    const torn = JSON.stringify(sampleReport()).slice(0, 200);
    writeFileSync(join(dir, "a.ndjson"), `${lines(first)}\n{}\nnull\nnot json\n${lines(second)}${torn}`);
    expect(await readReports(dir)).toEqual({ reports: [first, second], unreadableLines: 4 });
  });

  it("reads plain files named *.ndjson and nothing else", async () => {
    const dir = temporaryFolder();
    const elsewhere = temporaryFolder();
    writeFileSync(join(elsewhere, "secret.ndjson"), lines(sampleReport()));
    symlinkSync(join(elsewhere, "secret.ndjson"), join(dir, "link.ndjson"));
    mkdirSync(join(dir, "folder.ndjson"));
    writeFileSync(join(dir, "notes.txt"), lines(sampleReport()));
    expect(await readReports(dir)).toEqual({ reports: [], unreadableLines: 0 });
  });

  it("gives back whatever text a report holds", async () => {
    const dir = temporaryFolder();
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("a\u2028b", "\u0000", "\u001b[2J", "\r\n"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const reports = texts.map((advice) => sampleReport({ advice }));
        writeFileSync(join(dir, "any.ndjson"), lines(...reports));
        expect(await readReports(dir)).toEqual({ reports, unreadableLines: 0 });
      }),
      { numRuns: 100 },
    );
  });

  it("survives any file at all", async () => {
    const dir = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        writeFileSync(join(dir, "any.ndjson"), bytes);
        expect((await readReports(dir)).reports).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
