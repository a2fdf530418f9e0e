import { REPORT_SCHEMA, type Report } from "../findings/report.js";
import { parseFacts, type ReportFacts } from "./facts.js";
import { matches, type ReportFilter } from "./filter.js";
import { folderLog } from "./folder-log.js";
import type { ReportLog } from "./report-log.js";
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
  for await (const batch of streamReports(folderLog(dir), filter, () => (unreadableLines += 1)))
    reports.push(...batch);
  return {
    reports: reports.reverse().sort((a, b) => Date.parse(a.time) - Date.parse(b.time)),
    unreadableLines,
  };
}

/** Reports as they are read, a megabyte of lines at a time: handing over each by itself takes as long as a seventh of the rest. */
export type ReportBatches<R> = AsyncIterable<readonly R[]>;

/**
 * The reports of a log, the last written first, each with the last line of its id. A log is read from its end: that line is
 * then the first to come, and nothing but ids and a batch is kept in memory.
 * @param onUnreadable told of each line that is no report
 * @throws LoopwardError what reading the log throws
 */
export function streamReports(
  log: ReportLog,
  filter?: ReportFilter,
  onUnreadable?: () => void,
): ReportBatches<Report> {
  return stream(log, filter, onUnreadable, parseReport);
}

/** The same without stacks, several times as fast. */
export function streamFacts(
  log: ReportLog,
  filter?: ReportFilter,
  onUnreadable?: () => void,
): ReportBatches<ReportFacts> {
  return stream(log, filter, onUnreadable, (line) => parseFacts(line) ?? parseReport(line));
}

/** The reports whose ids are wanted, in a fraction of the time that reading all takes. */
export function reportsWithIds(
  log: ReportLog,
  isWanted: (id: string) => boolean,
  filter?: ReportFilter,
): ReportBatches<Report> {
  return stream(log, filter, undefined, (line) => {
    const id = writtenId(line);
    return id === undefined || isWanted(id) ? parseReport(line) : undefined;
  });
}

const HEAD = `{"schema":"${REPORT_SCHEMA}","id":"`;

/** The id of a line that begins as the guard begins it; undefined for another, and for an id with an escape in it. */
function writtenId(line: string): string | undefined {
  if (!line.startsWith(HEAD)) return undefined;
  const id = line.slice(HEAD.length, line.indexOf('"', HEAD.length));
  return id.includes("\\") ? undefined : id;
}

/** The reports among lines as they come. A stall that lasts comes as it begins (`ongoing`) and again, under the same id, when it is over. */
export async function* reportsIn(
  lines: AsyncIterable<string>,
  filter: ReportFilter = {},
): AsyncGenerator<Report> {
  for await (const line of lines) {
    const report = isBlank(line) ? null : parseReport(line);
    if (report && matches(report, filter)) yield report;
  }
}

/** @param parse null: no report; undefined: not asked for */
async function* stream<R extends ReportFacts>(
  log: ReportLog,
  filter: ReportFilter = {},
  onUnreadable: () => void = () => undefined,
  parse: (line: string) => R | null | undefined,
): AsyncGenerator<readonly R[]> {
  const seen = new Set<string>();
  for await (const lines of log.fromEnd(filter.since)) {
    const batch: R[] = [];
    for (const line of lines) {
      const id = writtenId(line);
      if (isBlank(line) || (id !== undefined && seen.has(id))) continue;
      const report = parse(line);
      if (report === undefined) continue;
      if (report === null) onUnreadable();
      else if (!seen.has(report.id)) {
        seen.add(report.id);
        if (matches(report, filter)) batch.push(report);
      }
    }
    if (batch.length > 0) yield batch;
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

function isBlank(line: string): boolean {
  return line === "" || line.trim() === "";
}
