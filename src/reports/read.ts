import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "../findings/errors.js";
import type { Report } from "../findings/report.js";
import { linesOf } from "./lines.js";
import { reportSchema } from "./schema.js";

export interface ReportFilter {
  /** Name of a task. */
  readonly task?: string | undefined;
  /** Only stalls that began at or after this moment. */
  readonly since?: Date | undefined;
}

/** What a folder of reports holds. */
export interface ReportsRead {
  /** One for each id, oldest first. */
  readonly reports: readonly Report[];
  /** Lines that are no report: torn by a crash, or written by something else. They are skipped. */
  readonly unreadableLines: number;
}

/**
 * Reads the reports of a folder, of every writer and day; an empty or missing folder holds none.
 * Streams the files; keeps in memory the last line of each id that the filter lets through.
 * @throws LoopwardError `LOOPWARD_STATE_DIR` when the folder or a file in it cannot be read.
 */
export async function readReports(dir: string, filter: ReportFilter = {}): Promise<ReportsRead> {
  const byId = new Map<string, Report>();
  let unreadableLines = 0;
  for (const file of await reportFiles(dir)) {
    if (isOfEarlierDay(file, filter.since)) continue;
    for await (const line of readable(dir, linesOf(join(dir, file)))) {
      if (line.trim() === "") continue;
      const report = parseReport(line);
      if (!report) unreadableLines += 1;
      // A final line has the time of the ongoing one it replaces; its task may be known only now.
      else if (isSince(report, filter.since)) byId.set(report.id, report);
    }
  }
  const reports = [...byId.values()].filter(({ task }) => !filter.task || task?.name === filter.task);
  return { reports: reports.sort((a, b) => Date.parse(a.time) - Date.parse(b.time)), unreadableLines };
}

/** The report in a line; null when it is none. */
export function parseReport(line: string): Report | null {
  try {
    return reportSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    // A line that a crash cut short is no JSON: it costs itself and nothing else.
    return null;
  }
}

/** Names in the order of their days. What is no plain file (a symbolic link, a pipe) is not ours and is not followed. */
async function reportFiles(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ndjson"))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw unusable(dir, error);
  }
}

async function* readable(dir: string, lines: AsyncIterable<string>): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    throw unusable(dir, error);
  }
}

function unusable(dir: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return fail("LOOPWARD_STATE_DIR", [dir, reason], { cause: error });
}

function isSince({ time }: Report, since: Date | undefined): boolean {
  return !since || Date.parse(time) >= since.getTime();
}

/** Nothing is written before it happened: a file of an earlier day holds only older reports. */
function isOfEarlierDay(file: string, since: Date | undefined): boolean {
  const day = /^(\d{4}-\d{2}-\d{2})\.ndjson$/.exec(file)?.[1];
  return day !== undefined && since !== undefined && day < since.toISOString().slice(0, 10);
}
