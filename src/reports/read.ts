import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "../findings/errors.js";
import { byReportFile, parseReportFileName, reportDay } from "../findings/report-file.js";
import type { Report } from "../findings/report.js";
import { parseFacts, type ReportFacts } from "./facts.js";
import { matches, type ReportFilter } from "./filter.js";
import { linesFromEnd } from "./lines.js";
import { reportSchema } from "./schema.js";

/** What a folder of reports holds. */
export interface ReportsRead {
  /** One for each id, oldest first. */
  readonly reports: readonly Report[];
  /** Lines that are no report: torn by a crash, or written by something else. They are skipped. */
  readonly unreadableLines: number;
}

/**
 * Reads the reports of a folder into memory, of every writer and day; an empty or missing folder holds none.
 * @throws LoopwardError `LOOPWARD_STATE_DIR` when the folder or a file in it cannot be read.
 */
export async function readReports(dir: string, filter: ReportFilter = {}): Promise<ReportsRead> {
  const reports: Report[] = [];
  let unreadableLines = 0;
  for await (const report of streamReports(dir, filter, () => (unreadableLines += 1))) reports.push(report);
  return {
    reports: reports.reverse().sort((a, b) => Date.parse(a.time) - Date.parse(b.time)),
    unreadableLines,
  };
}

/**
 * The reports of a folder one by one, the last written first, each with the last line of its id. Files are read from their
 * end: that line is then the first to come, and nothing but ids is kept in memory.
 * @param onUnreadable told of each line that is no report
 * @throws LoopwardError `LOOPWARD_STATE_DIR` when the folder or a file in it cannot be read.
 */
export function streamReports(
  dir: string,
  filter?: ReportFilter,
  onUnreadable?: () => void,
): AsyncGenerator<Report> {
  return stream(dir, filter, onUnreadable, parseReport);
}

/** The same without stacks, several times as fast. */
export function streamFacts(
  dir: string,
  filter?: ReportFilter,
  onUnreadable?: () => void,
): AsyncGenerator<ReportFacts> {
  return stream(dir, filter, onUnreadable, (line) => parseFacts(line) ?? parseReport(line));
}

/** The reports whose ids are wanted, in a fraction of the time that reading all takes. */
export function reportsWithIds(
  dir: string,
  isWanted: (id: string) => boolean,
  filter?: ReportFilter,
): AsyncGenerator<Report> {
  return stream(dir, filter, undefined, (line) => {
    const id = ID.exec(line)?.[1];
    return id === undefined || isWanted(id) ? parseReport(line) : undefined;
  });
}

/** The first in a line is the report's own, as the guard writes it; an id with an escape in it is looked at closely. */
const ID = /"id":\s*"([^"\\]*)"/;

/** @param parse null: no report; undefined: not asked for */
async function* stream<R extends ReportFacts>(
  dir: string,
  filter: ReportFilter = {},
  onUnreadable: () => void = () => undefined,
  parse: (line: string) => R | null | undefined,
): AsyncGenerator<R> {
  const seen = new Set<string>();
  for (const file of (await reportFiles(dir)).reverse()) {
    const path = join(dir, file);
    if (await isTooOld(path, file, filter.since)) continue;
    for await (const lines of readable(dir, linesFromEnd(path))) {
      for (const line of lines) {
        if (isBlank(line)) continue;
        const report = parse(line);
        if (report === undefined) continue;
        if (report === null) onUnreadable();
        else if (!seen.has(report.id)) {
          seen.add(report.id);
          if (matches(report, filter)) yield report;
        }
      }
    }
  }
}

/** The report in a line; null when it is none. */
export function parseReport(line: string): Report | null {
  try {
    // Some editors begin a file with a byte order mark.
    return reportSchema.safeParse(JSON.parse(line.replace(/^\uFEFF/, ""))).data ?? null;
  } catch {
    // A line that a crash cut short is no JSON: it costs itself and nothing else.
    return null;
  }
}

/** Whether there is nothing on a line. */
export function isBlank(line: string): boolean {
  return line === "" || line.trim() === "";
}

/** Names in the order of their days. What is no plain file (a symbolic link, a pipe) is not ours and is not followed. */
export async function reportFiles(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ndjson"))
      .map(({ name }) => name)
      .sort(byReportFile);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw unusable(dir, error);
  }
}

async function* readable<T>(dir: string, lines: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* lines;
  } catch (error) {
    // Gone since the folder was listed: a writer made room.
    if (codeOf(error) !== "ENOENT") throw unusable(dir, error);
  }
}

/** What the user is told when a folder of reports cannot be read. */
export function unusable(dir: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return fail("LOOPWARD_STATE_DIR", [dir, reason], { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** Nothing is written before it happened: a file of an earlier day that was not touched since holds only older reports. */
async function isTooOld(path: string, name: string, since: Date | undefined): Promise<boolean> {
  const day = parseReportFileName(name)?.day;
  if (!since || day === undefined || day >= reportDay(since)) return false;
  const modified = await stat(path).then(
    ({ mtime }) => mtime,
    () => null,
  );
  return modified === null || modified < since;
}
