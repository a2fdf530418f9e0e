import type { Evidence } from "./types.js";

/** What is known against a task, and how it came to be known. */
export interface Known {
  /** Null: what there was has been forgotten. */
  readonly evidence: Evidence | null;
  /** ISO 8601: when the evidence sufficed. */
  readonly since: string | null;
  /** The workers whose reports it is made of. */
  readonly by: readonly string[];
  /** How often what was known of the task has been forgotten: what is known from before is known no more. */
  readonly resets: number;
}

export const NOTHING_KNOWN: Known = { evidence: null, since: null, by: [], resets: 0 };

/**
 * Whether `one` is to be believed rather than `other`: the later reset, then evidence rather than none, then the more of it.
 * Workers that have seen the same come to the same, in whatever order.
 */
export function outweighs(one: Known, other: Known): boolean {
  const [mine, its] = [weightOf(one), weightOf(other)];
  const at = mine.findIndex((weight, n) => weight !== its[n]);
  return at >= 0 && mine[at]! > its[at]!;
}

function weightOf({ evidence, since, resets }: Known): (number | string)[] {
  if (!evidence) return [resets, 0, 0, 0, ""];
  const { stalls, stolenMs } = evidence.from === "reports" ? evidence : { stalls: 0, stolenMs: 0 };
  return [resets, 1, stalls, stolenMs, since ?? ""];
}
