import type { Evidence, EvidenceLine, PlacementPolicy } from "./types.js";

/** Tasks stall at a handful of lines; more would only make the evidence unreadable. */
export const MAX_LINES = 20;

/** What a worker saw of one task within the window. */
export interface Tally {
  readonly stalls: number;
  readonly stolenMs: number;
  readonly worstMs: number;
  /** What the task's runs lasted in all. */
  readonly timeMs: number;
  /** Where it stalled, most often first. */
  readonly lines: readonly EvidenceLine[];
}

/** What several workers saw, each of whom saw other runs. */
export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const lines = new Map<string, EvidenceLine>();
  for (const line of tallies.flatMap((tally) => tally.lines)) {
    const key = `${line.file}:${line.line}`;
    lines.set(key, { ...line, count: line.count + (lines.get(key)?.count ?? 0) });
  }
  return {
    stalls: sum((tally) => tally.stalls),
    stolenMs: sum((tally) => tally.stolenMs),
    worstMs: Math.max(...tallies.map((tally) => tally.worstMs)),
    timeMs: sum((tally) => tally.timeMs),
    lines: [...lines.values()].sort((a, b) => b.count - a.count).slice(0, MAX_LINES),
  };
}

/** The evidence, if it suffices to say that the task blocks. */
export function proofOf(
  { stalls, stolenMs, worstMs, timeMs, lines }: Tally,
  policy: PlacementPolicy,
): Evidence | null {
  if (stalls === 0 || (stalls < policy.stalls && stolenMs < policy.stolenMs)) return null;
  // Stalls of a run that has not settled, or whose host was killed, count for the task's time too.
  const share = stolenMs / Math.max(timeMs, stolenMs);
  if (share < policy.share) return null;
  return {
    from: "reports",
    stalls,
    stolenMs: Math.round(stolenMs),
    worstMs: Math.round(worstMs),
    share: Math.round(share * 100) / 100,
    windowMs: policy.windowMs,
    lines,
  };
}
