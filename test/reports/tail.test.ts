import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { eventually } from "../support/eventually.js";
import { CliLab } from "../support/cli.js";
import { sampleReport } from "./sample.js";

const lab = new CliLab();
afterEach(() => lab.clean());

const text = (...reports: Report[]) => reports.map((report) => `${JSON.stringify(report)}\n`).join("");

describe("loopward reports tail", () => {
  it("prints the last reports, then each new one, in whatever file it comes, until it is told to stop", async () => {
    const dir = join(lab.folder(), "reports");
    mkdirSync(dir);
    const [old, last, first, second] = [sampleReport(), sampleReport(), sampleReport(), sampleReport()];
    writeFileSync(join(dir, "2026-11-23.ndjson"), text(old, { ...last, time: "2026-11-23T11:00:00.000Z" }));
    const tail = lab.start(["reports", "tail", "--reports", dir, "-n", "1", "--format", "json"]);
    await tail.line(new RegExp(last.id));
    // Half a line is waited for.
    const [begin, end] = [text(first).slice(0, 50), text(first).slice(50)];
    appendFileSync(join(dir, "2026-11-23.ndjson"), begin);
    writeFileSync(join(dir, "2026-11-23.1.ndjson"), `torn\n${text(second)}`);
    await tail.line(new RegExp(second.id));
    appendFileSync(join(dir, "2026-11-23.ndjson"), end);
    await tail.line(new RegExp(first.id));
    tail.child.kill("SIGINT");
    expect(await tail.exit()).toBe(0);
    const ids = tail.stdout.map((line) => (JSON.parse(line) as Report).id);
    expect(ids).toEqual([last.id, second.id, first.id]);
    expect(tail.stderr).toEqual([]);
  });

  it("waits for a folder that is not there yet, and filters", async () => {
    const dir = join(lab.folder(), "later");
    const tail = lab.start(["reports", "tail", "--reports", dir, "--task", "feeds.fetch"]);
    await eventually("the tail to wait", () =>
      tail.stderr.some((line) => line.startsWith("Waiting for reports")),
    );
    mkdirSync(dir);
    const ongoing = sampleReport({ ongoing: true });
    writeFileSync(
      join(dir, "a.ndjson"),
      text(sampleReport({ task: null, durationMs: 111 }), ongoing, { ...ongoing, ongoing: false }),
    );
    await tail.line(
      /812 ms {2}feeds\.fetch {2}src\/render\.ts:2 {2}fs\.readFileSync {2}37 runs delayed {2}\S{8}$/,
    );
    expect(tail.stdout[0]).toContain("812 ms…  feeds.fetch");
    expect(tail.stdout).toHaveLength(2);
    tail.child.kill("SIGTERM");
    expect(await tail.exit()).toBe(0);
  });

  it("ends when its reader does", async () => {
    const dir = lab.folder();
    writeFileSync(join(dir, "a.ndjson"), text(sampleReport()));
    const tail = lab.start(["reports", "tail", "--reports", dir]);
    await tail.line(/feeds\.fetch/);
    tail.child.stdout.destroy();
    const more = setInterval(() => appendFileSync(join(dir, "a.ndjson"), text(sampleReport())), 50);
    expect(await tail.exit().finally(() => clearInterval(more))).toBe(0);
  });
});
