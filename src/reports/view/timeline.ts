import { stolenMs } from "../summarise.js";
import { periodOf, type Query, type Row } from "./query.js";
import type { Bucket, Timeline } from "./types.js";

/** As many bars as a phone can show side by side. */
const PARTS = 120;
/** A single stall still has a period around it. */
const SHORTEST_MS = 60_000;

/** Lays rows (newest first) out over the query's period, or over their own. */
export function timelineOf(rows: readonly Row[], query: Query, nowMs: number): Timeline {
  const { sinceMs, untilMs } = periodOf(query, nowMs);
  const toMs = untilMs ?? (sinceMs === null ? (rows[0]?.ms ?? nowMs) + 1 : nowMs);
  const fromMs = Math.min(sinceMs ?? rows.at(-1)?.ms ?? toMs, toMs - SHORTEST_MS);
  const stepMs = Math.max(1, Math.ceil((toMs - fromMs) / PARTS));
  const parts = new Map<number, { -readonly [K in keyof Bucket]: Bucket[K] }>();
  for (const { ms, facts } of rows) {
    const part = Math.floor((ms - fromMs) / stepMs);
    let bucket = parts.get(part);
    if (!bucket) {
      bucket = {
        atMs: fromMs + part * stepMs,
        count: 0,
        stolenMs: 0,
        worstMs: -1,
        worstId: "",
        delayedRuns: 0,
      };
      parts.set(part, bucket);
    }
    bucket.count += facts.folded?.count ?? 1;
    bucket.stolenMs += stolenMs(facts);
    bucket.delayedRuns += facts.impact.delayedRuns;
    if (facts.durationMs > bucket.worstMs) {
      bucket.worstMs = facts.durationMs;
      bucket.worstId = facts.id;
    }
  }
  return { fromMs, toMs, stepMs, buckets: [...parts.values()].sort((a, b) => a.atMs - b.atMs) };
}
