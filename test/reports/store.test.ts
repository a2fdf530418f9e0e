import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { readReports } from "../../src/reports/read.js";
import { openReportStore } from "../../src/reports/store.js";
import { root } from "../support/fixtures.js";
import { sampleReport } from "./sample.js";
import { temporaryFolder } from "./temporary-folder.js";

describe("a report store", () => {
  it("makes its folder and keeps one JSON object a line in a file of the day", async () => {
    const dir = join(temporaryFolder(), "deep", "reports");
    const store = openReportStore(dir);
    const reports = [sampleReport(), sampleReport(), sampleReport()];
    for (const report of reports) store.append(report);
    await store.flush();
    const [file = "", ...others] = readdirSync(dir);
    expect(others).toEqual([]);
    expect(file).toMatch(/^\d{4}-\d{2}-\d{2}\.ndjson$/);
    expect(readFileSync(join(dir, file), "utf8")).toBe(
      reports.map((report) => `${JSON.stringify(report)}\n`).join(""),
    );
    await store.close();
  });

  it("makes no folder before there is a report", async () => {
    const dir = temporaryFolder();
    await openReportStore(join(dir, "reports")).close();
    expect(readdirSync(dir)).toEqual([]);
  });

  it("writes everything before it closes, and nothing after", async () => {
    const dir = temporaryFolder();
    const store = openReportStore(dir);
    const reports = Array.from({ length: 3_000 }, () => sampleReport());
    for (const report of reports) store.append(report);
    await store.close();
    store.append(sampleReport());
    await store.flush();
    const read = await readReports(dir);
    expect(read.unreadableLines).toBe(0);
    expect(read.reports.map(({ id }) => id)).toEqual(reports.map(({ id }) => id));
  });

  it("goes on when the folder was deleted under it", async () => {
    const dir = join(temporaryFolder(), "reports");
    const store = openReportStore(dir);
    store.append(sampleReport());
    await store.flush();
    rmSync(dir, { recursive: true });
    const report = sampleReport();
    store.append(report);
    await store.close();
    expect((await readReports(dir)).reports).toEqual([report]);
  });

  it("begins a new line after one that was torn", async () => {
    const dir = temporaryFolder();
    const store = openReportStore(dir);
    const [first, second] = [sampleReport(), sampleReport()];
    store.append(first);
    await store.flush();
    const [file = ""] = readdirSync(dir);
    appendFileSync(join(dir, file), JSON.stringify(sampleReport()).slice(0, 100));
    store.append(second);
    await store.close();
    expect(await readReports(dir)).toEqual({ reports: [first, second], unreadableLines: 1 });
  });

  it("tells what was lost, and never throws", async () => {
    const dir = join(temporaryFolder(), "reports");
    writeFileSync(dir, "a file where the folder should be");
    const onLost = vi.fn();
    const store = openReportStore(dir, { onLost });
    store.append(sampleReport());
    await store.flush();
    expect(onLost).toHaveBeenCalledExactlyOnceWith(expect.any(Error), 1);
    rmSync(dir);
    store.append(sampleReport());
    await store.close();
    expect((await readReports(dir)).reports).toHaveLength(1);
  });

  it("begins a new file when one is full, and deletes what was written longest ago", async () => {
    const dir = temporaryFolder();
    const old = join(dir, "2020-01-01.ndjson");
    writeFileSync(old, "x".repeat(30_000));
    utimesSync(old, new Date(0), new Date(0));
    writeFileSync(join(dir, "notes.ndjson"), "not ours\n".repeat(10_000));
    const store = openReportStore(dir, { maxBytes: 40_000 });
    const reports = Array.from({ length: 100 }, () => sampleReport());
    for (const report of reports) {
      store.append(report);
      await store.flush();
    }
    await store.close();
    const ours = readdirSync(dir).filter((name) => name !== "notes.ndjson");
    expect(ours).not.toContain("2020-01-01.ndjson");
    expect(ours.length).toBeGreaterThan(3);
    const sizes = ours.map((name) => statSync(join(dir, name)).size);
    expect(Math.max(...sizes)).toBeLessThan(40_000 / 8 + 1_000);
    expect(sizes.reduce((a, b) => a + b)).toBeLessThanOrEqual(40_000 + 1_000);
    expect(statSync(join(dir, "notes.ndjson")).size).toBe(90_000);
    rmSync(join(dir, "notes.ndjson"));
    const kept = (await readReports(dir)).reports.map(({ id }) => id);
    expect(kept).toEqual(reports.slice(-kept.length).map(({ id }) => id));
  });

  it("keeps every line of many writers while files fill up", async () => {
    const dir = temporaryFolder();
    const stores = [1, 2, 3].map(() => openReportStore(dir, { maxBytes: 16 * 2 ** 20 }));
    const padding = "x".repeat(10_000);
    for (let index = 0; index < 200; index += 1) {
      for (const store of stores)
        store.append(sampleReport({ id: `${index}-${stores.indexOf(store)}`, advice: padding }));
      await stores[index % 3]?.flush();
    }
    await Promise.all(stores.map((store) => store.close()));
    expect(readdirSync(dir).length).toBeGreaterThan(1);
    const { reports, unreadableLines } = await readReports(dir);
    expect({ reports: reports.length, unreadableLines }).toEqual({ reports: 600, unreadableLines: 0 });
  });

  it("does not write through a symbolic link", async () => {
    const dir = temporaryFolder();
    const target = join(dir, "target");
    writeFileSync(target, "");
    mkdirSync(join(dir, "reports"));
    symlinkSync(target, join(dir, "reports", `${new Date().toISOString().slice(0, 10)}.ndjson`));
    const onLost = vi.fn();
    const store = openReportStore(join(dir, "reports"), { onLost });
    store.append(sampleReport());
    await store.close();
    expect(onLost).toHaveBeenCalledOnce();
    expect(readFileSync(target, "utf8")).toBe("");
  });

  it("keeps the lines of many processes apart", async () => {
    const dir = temporaryFolder();
    const writers = ["a", "b", "c", "d"].map((name) => writer(dir, name, 300));
    for (const child of writers) expect(await exitCode(child)).toBe(0);
    const { reports, unreadableLines } = await readReports(dir);
    expect(unreadableLines).toBe(0);
    expect(reports).toHaveLength(4 * 300);
  });

  it("loses nothing of the others when one is killed", async () => {
    const dir = temporaryFolder();
    const victim = writer(dir, "victim", 1e9);
    const survivor = writer(dir, "survivor", 300);
    await Promise.all([once(victim.stdout, "data"), once(survivor.stdout, "data")]);
    const survived = exitCode(survivor);
    const ended = exitCode(victim);
    victim.kill("SIGKILL");
    await ended;
    expect(await survived).toBe(0);
    const { reports, unreadableLines } = await readReports(dir);
    expect(unreadableLines).toBeLessThanOrEqual(1);
    expect(reports.filter(({ id }) => id.startsWith("survivor"))).toHaveLength(300);
  });
});

function writer(dir: string, name: string, count: number) {
  const args = ["--import", "tsx", join(root, "test/reports/writer.ts"), dir, name, String(count)];
  return spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
}

async function exitCode(child: ReturnType<typeof writer>): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}
