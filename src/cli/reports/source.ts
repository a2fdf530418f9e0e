import { join, resolve } from "node:path";
import { findProjectRoot } from "../../config/root.js";
import type { Report } from "../../findings/report.js";
import { readReports } from "../../reports/read.js";
import { parseSince } from "../../reports/since.js";
import { printable } from "./printable.js";
import { counted } from "./words.js";

/** The options that all `loopward reports` commands share, as commander parses them. */
export interface ReportsOptions {
  readonly format: "text" | "json";
  readonly task?: string;
  readonly since?: string;
  readonly reports?: string;
}

/** What a command works on. */
export interface ReportsSource {
  readonly root: string;
  /** Oldest first. */
  readonly reports: readonly Report[];
}

/**
 * Reads the reports that the options ask for. What stands in the way of a full answer is said on stderr:
 * lines that could not be read, or that there is nothing.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`, `LOOPWARD_STATE_DIR`
 */
export async function loadReports(options: ReportsOptions): Promise<ReportsSource> {
  const root = findProjectRoot(process.cwd());
  const dir = options.reports ? resolve(options.reports) : join(root, ".loopward", "reports");
  const since = options.since === undefined ? undefined : parseSince(options.since);
  const { reports, unreadableLines } = await readReports(dir, { task: options.task, since });
  if (unreadableLines > 0) say(`Skipped in ${dir}: ${counted(unreadableLines, "line")} that cannot be read.`);
  if (reports.length === 0) say(emptySentence(dir, options));
  return { root, reports };
}

function emptySentence(dir: string, { task, since }: ReportsOptions): string {
  if (task !== undefined || since !== undefined) return `No reports match in ${dir}.`;
  return `No reports in ${dir}: no event loop was blocked, or no worker ran with --guard.`;
}

function say(sentence: string): void {
  process.stderr.write(`${printable(sentence)}\n`);
}
