import { join, resolve } from "node:path";
import { findProjectRoot } from "../../config/root.js";
import { fail } from "../../findings/errors.js";
import { folderLog } from "../../reports/folder-log.js";
import type { ReportLog } from "../../reports/report-log.js";

/** The options that say where the reports are, as commander parses them. */
export interface LogOptions {
  readonly reports?: string;
  readonly fleet?: boolean;
  readonly broker?: string;
}

/** What a command reads, and the project whose sources it shows. */
export interface OpenedLog {
  readonly root: string;
  readonly log: ReportLog;
}

/**
 * Lets `use` read the reports: of the folder that the options name, of the fleet, or else the project's own.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`, `LOOPWARD_BROKER_…`, and what `use` throws
 */
export async function withLog<Result>(
  { reports, fleet = false, broker }: LogOptions,
  use: (opened: OpenedLog) => Promise<Result>,
): Promise<Result> {
  const root = findProjectRoot(process.cwd());
  if (fleet && reports !== undefined)
    throw fail("LOOPWARD_BAD_OPTION", [
      "--reports",
      "a fleet's reports are in no folder: leave out one of the two",
    ]);
  if (!fleet && broker !== undefined)
    throw fail("LOOPWARD_BAD_OPTION", [
      "--broker",
      "add --fleet to read the reports that a fleet keeps there",
    ]);
  if (fleet) {
    const { withFleetLog } = await import("./fleet.js");
    return withFleetLog(broker, (log) => use({ root, log }));
  }
  return use({
    root,
    log: folderLog(reports === undefined ? join(root, ".loopward", "reports") : resolve(reports)),
  });
}
