import { join } from "node:path";
import { parseReportFileName, reportDay } from "../findings/report-file.js";
import type { Report } from "../findings/report.js";
import { linesFromEnd } from "./lines.js";
import { parseReport, reportFiles, unusable } from "./read.js";

/**
 * The last line of an id, read from the folder: only lines that name it are parsed.
 * @param time when its stall began; nothing is written before it happened, so earlier files are passed over
 * @throws LoopwardError `LOOPWARD_STATE_DIR` when the folder cannot be read
 */
export async function findReportById(dir: string, id: string, time: Date): Promise<Report | null> {
  const needle = JSON.stringify(id);
  for (const file of (await reportFiles(dir)).reverse()) {
    if ((parseReportFileName(file)?.day ?? reportDay(time)) < reportDay(time)) continue;
    const found = await findIn(join(dir, file), id, needle);
    if (found) return found;
  }
  return null;
}

async function findIn(path: string, id: string, needle: string): Promise<Report | null> {
  try {
    for await (const lines of linesFromEnd(path)) {
      for (const line of lines) {
        const report = line.includes(needle) ? parseReport(line) : null;
        if (report?.id === id) return report;
      }
    }
  } catch (error) {
    // Gone since the folder was listed: a writer made room.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw unusable(path, error);
  }
  return null;
}
