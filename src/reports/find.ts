import type { Report } from "../findings/report.js";
import { parseReport } from "./read.js";
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
