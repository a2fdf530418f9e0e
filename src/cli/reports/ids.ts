import { fail } from "../../findings/errors.js";
import type { Report } from "../../findings/report.js";

const SHORTEST = 8;

/** The beginnings of ids that tell these reports apart. */
export function shortIds(reports: readonly Pick<Report, "id">[]): string[] {
  const ids = reports.map(({ id }) => id);
  const longest = Math.max(SHORTEST, ...ids.map((id) => id.length));
  for (let length = SHORTEST; length < longest; length += 1) {
    const short = ids.map((id) => id.slice(0, length));
    if (new Set(short).size === ids.length) return short;
  }
  return ids;
}

/**
 * The report with this id, or the only one whose id begins so.
 * @throws LoopwardError `LOOPWARD_REPORT_NOT_FOUND`, or `LOOPWARD_BAD_OPTION` when several begin so
 */
export function findReport(reports: readonly Report[], id: string): Report {
  const exact = reports.find((report) => report.id === id);
  if (exact) return exact;
  const [found, ...others] = id === "" ? [] : reports.filter((report) => report.id.startsWith(id));
  if (!found) throw fail("LOOPWARD_REPORT_NOT_FOUND", [id]);
  if (others.length > 0)
    throw fail("LOOPWARD_BAD_OPTION", [
      "ID",
      `${others.length + 1} reports begin with ${JSON.stringify(id)}, give more of it`,
    ]);
  return found;
}
