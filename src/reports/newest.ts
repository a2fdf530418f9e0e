/** The newest reports of many, and how many there were. */
export interface Newest<R> {
  /** Newest first. */
  readonly reports: readonly R[];
  readonly total: number;
}

/** Picks the newest `limit` reports, and keeps little more than those in memory. */
export async function newest<R extends { readonly time: string }>(
  reports: AsyncIterable<R>,
  limit: number,
): Promise<Newest<R>> {
  let kept: R[] = [];
  let total = 0;
  for await (const report of reports) {
    total += 1;
    kept.push(report);
    if (kept.length >= 2 * limit + 1_000) kept = kept.sort(newestFirst).slice(0, limit);
  }
  return { reports: kept.sort(newestFirst).slice(0, limit), total };
}

function newestFirst(a: { readonly time: string }, b: { readonly time: string }): number {
  return Date.parse(b.time) - Date.parse(a.time);
}
