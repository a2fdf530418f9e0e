import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { fail } from "../../findings/errors.js";
import { folderLog } from "../../reports/folder-log.js";
import type { ReportFilter } from "../../reports/filter.js";
import type { ReportLog } from "../../reports/report-log.js";
import { parseSince } from "../../reports/since.js";

const DEFAULT_PERIOD = "7d";

/** One side of a comparison. */
export interface Side {
  readonly log: ReportLog;
  readonly period: Pick<ReportFilter, "since" | "until">;
}

interface Place {
  readonly root: string;
  /** What a period is a part of. */
  readonly log: ReportLog;
  readonly nowMs: number;
}

/**
 * What is compared. Two arguments are two sides, each a folder of reports or a period `FROM..TO`. One is a moment: a time ago,
 * an ISO date, or a git revision for the time of its commit; from then to now is compared with as long before.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`, `LOOPWARD_BAD_REVISION`
 */
export async function sidesOf(
  first: string | undefined,
  second: string | undefined,
  place: Place,
): Promise<{ readonly before: Side; readonly after: Side }> {
  if (first !== undefined && second !== undefined)
    return { before: await sideOf(first, place), after: await sideOf(second, place) };
  const moment = await momentOf(first ?? DEFAULT_PERIOD, place);
  const since = new Date(2 * moment.getTime() - place.nowMs);
  return {
    before: { log: place.log, period: { since, until: moment } },
    after: { log: place.log, period: { since: moment } },
  };
}

async function sideOf(text: string, place: Place): Promise<Side> {
  const [from, to, ...others] = text.split("..");
  if (from && to !== undefined && others.length === 0 && !text.startsWith(".")) {
    const until = to === "" ? undefined : parseSince(to, place.nowMs, "diff");
    return { log: place.log, period: { since: parseSince(from, place.nowMs, "diff"), until } };
  }
  const dir = resolve(text);
  if (!(await isFolder(dir)))
    throw fail("LOOPWARD_BAD_OPTION", [
      "diff",
      `${JSON.stringify(text)} is neither a folder of reports nor a period like 2w..1w or 2026-11-01..2026-11-08`,
    ]);
  return { log: folderLog(dir), period: {} };
}

async function momentOf(text: string, { root, nowMs }: Place): Promise<Date> {
  try {
    return parseSince(text, nowMs, "diff");
  } catch {
    return commitTime(text, root);
  }
}

async function commitTime(revision: string, root: string): Promise<Date> {
  const args = ["-C", root, "log", "-1", "--format=%cI", "--end-of-options", revision, "--"];
  try {
    const { stdout } = await promisify(execFile)("git", args);
    return new Date(stdout.trim());
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    const reason = stderr.trim().split("\n")[0] ?? "";
    throw fail("LOOPWARD_BAD_REVISION", [revision, reason === "" ? message : reason], { cause: error });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
