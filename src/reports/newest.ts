import type { Report } from "../findings/report.js";

/** The newest reports of many, and how many there were. */
export interface Newest {
  /** Newest first. */
  readonly reports: readonly Report[];
  readonly total: number;
}

/** Picks the newest `limit` reports, and keeps little more than those in memory. */
export async function newest(reports: AsyncIterable<Report>, limit: number): Promise<Newest> {
  let kept: Report[] = [];
  let total = 0;
  for await (const report of reports) {
    total += 1;
    kept.push(report);
    if (kept.length >= 2 * limit + 1_000) kept = kept.sort(newestFirst).slice(0, limit);
  }
  return { reports: kept.sort(newestFirst).slice(0, limit), total };
}

function newestFirst(a: Report, b: Report): number {
  return Date.parse(b.time) - Date.parse(a.time);
}
