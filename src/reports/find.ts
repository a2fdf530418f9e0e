import type { Report } from "../findings/report.js";
import type { ReportFacts } from "./facts.js";
import type { ReportFilter } from "./filter.js";
import { parseReport, reportsWithIds } from "./read.js";
import type { ReportLog } from "./report-log.js";

/**
 * The last line of an id, read from the log: only lines that name it are parsed.
 * @param time when its stall began
 * @throws LoopwardError what reading the log throws
 */
export async function findReportById(log: ReportLog, id: string, time: Date): Promise<Report | null> {
  const needle = JSON.stringify(id);
  for await (const lines of log.fromEnd(time)) {
    for (const line of lines) {
      const report = line.includes(needle) ? parseReport(line) : null;
      if (report?.id === id) return report;
    }
  }
  return null;
}

/**
 * The whole reports of which these are the facts, in their order: the second pass of whoever shows few of many. A report whose
 * file was removed meanwhile is missing.
 * @throws LoopwardError what reading the log throws
 */
export async function wholeReports(
  log: ReportLog,
  facts: Iterable<ReportFacts>,
  filter?: ReportFilter,
): Promise<Report[]> {
  const found = new Map<string, Report | undefined>(Array.from(facts, ({ id }) => [id, undefined]));
  let missing = found.size;
  if (missing === 0) return [];
  for await (const batch of reportsWithIds(log, (id) => found.has(id), filter)) {
    for (const report of batch) {
      if (!found.has(report.id)) continue;
      found.set(report.id, report);
      missing -= 1;
    }
    if (missing === 0) break;
  }
  return [...found.values()].filter((report) => report !== undefined);
}
