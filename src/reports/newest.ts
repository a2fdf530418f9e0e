import type { ReportBatches } from "./read.js";

/** The newest reports of many, and how many there were. */
export interface Newest<R> {
  /** Newest first. */
  readonly reports: readonly R[];
  readonly total: number;
}

/** Picks the newest `limit` reports, and keeps little more than those in memory. */
export async function newest<R extends { readonly time: string }>(
  reports: ReportBatches<R>,
  limit: number,
): Promise<Newest<R>> {
  let kept: { readonly report: R; readonly ms: number }[] = [];
  let oldestMs = -Infinity;
  let total = 0;
  const trim = () => {
    kept = kept.sort((a, b) => b.ms - a.ms).slice(0, limit);
  };
  const look = (report: R) => {
    total += 1;
    const ms = Date.parse(report.time);
    // Files are read from their end, so that nearly all that comes later is older than what is kept.
    if (ms <= oldestMs) return;
    kept.push({ report, ms });
    if (kept.length < 2 * limit + 100) return;
    trim();
    oldestMs = kept.at(-1)?.ms ?? Infinity;
  };
  for await (const batch of reports) batch.forEach(look);
  trim();
  return { reports: kept.map(({ report }) => report), total };
}
