import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Report } from "../../src/findings/report.js";

/** What the guard wrote during a round. */
export interface ReportCount {
  readonly all: number;
  /** Those that name a task: none of the feed tasks blocks, so there must be none. */
  readonly blaming: readonly Report[];
}

/** Counts the reports in a folder; the last line of an id counts. */
export async function countReports(folder: string): Promise<ReportCount> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".ndjson"));
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => line !== "");
  const reports = new Map(lines.map((line) => JSON.parse(line) as Report).map((it) => [it.id, it]));
  return { all: reports.size, blaming: [...reports.values()].filter((report) => report.task !== null) };
}
