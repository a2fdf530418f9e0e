import type { Report } from "../findings/report.js";
import { SlidingSum } from "./sliding-sum.js";
import type { Evidence, EvidenceLine, PlacementPolicy } from "./types.js";

// Tasks stall at a handful of lines; more would only make the evidence unreadable.
const MAX_LINES = 20;

/** What is known of one task's stalls within the window. */
export class TaskRecord {
  readonly #policy: PlacementPolicy;
  readonly #stalls: SlidingSum;
  readonly #stolen: SlidingSum;
  readonly #time: SlidingSum;
  readonly #lines = new Map<string, EvidenceLine>();
  #worstMs = 0;

  constructor(policy: PlacementPolicy) {
    this.#policy = policy;
    this.#stalls = new SlidingSum(policy.windowMs);
    this.#stolen = new SlidingSum(policy.windowMs);
    this.#time = new SlidingSum(policy.windowMs);
  }

  /** A run of the task settled after `ms`. */
  settled(nowMs: number, ms: number): void {
    this.#time.add(nowMs, ms);
  }

  /** A stall that is blamed on the task has ended. */
  stalled(nowMs: number, { durationMs, blame, folded }: Report): void {
    const count = folded?.count ?? 1;
    this.#stalls.add(nowMs, count);
    this.#stolen.add(nowMs, folded?.totalMs ?? durationMs);
    this.#worstMs = Math.max(this.#worstMs, durationMs);
    if (!blame) return;
    const { file, line, api } = blame;
    const key = `${file}:${line}`;
    const known = this.#lines.get(key);
    if (known || this.#lines.size < MAX_LINES)
      this.#lines.set(key, { file, line, api, count: (known?.count ?? 0) + count });
  }

  /** The evidence, if it suffices to say that the task blocks. */
  proof(nowMs: number): Evidence | null {
    const stalls = this.#stalls.sum(nowMs);
    const stolenMs = this.#stolen.sum(nowMs);
    if (stalls === 0 || (stalls < this.#policy.stalls && stolenMs < this.#policy.stolenMs)) return null;
    // Stalls of a run that has not settled, or whose host was killed, count for the task's time too.
    const share = stolenMs / Math.max(this.#time.sum(nowMs), stolenMs);
    if (share < this.#policy.share) return null;
    return {
      from: "reports",
      stalls,
      stolenMs: Math.round(stolenMs),
      worstMs: Math.round(this.#worstMs),
      share: Math.round(share * 100) / 100,
      windowMs: this.#policy.windowMs,
      lines: [...this.#lines.values()].sort((a, b) => b.count - a.count),
    };
  }
}
