import type { Report } from "../findings/report.js";
import { SlidingSum } from "./sliding-sum.js";
import type { Evidence, EvidenceLine, PlacementPolicy } from "./types.js";

// Tasks stall at a handful of lines; more would only make the evidence unreadable.
const MAX_LINES = 20;
// Each host keeps a folded record for each line, for an hour at most.
const MAX_FOLDED = 1_000;

/** What is known of one task's stalls within the window. */
export class TaskRecord {
  readonly #policy: PlacementPolicy;
  readonly #stalls: SlidingSum;
  readonly #stolen: SlidingSum;
  readonly #time: SlidingSum;
  readonly #lines = new Map<string, EvidenceLine>();
  /** What folded records have told so far: they are written anew as they grow. */
  readonly #told = new Map<string, { readonly count: number; readonly totalMs: number }>();
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
  stalled(nowMs: number, { id, durationMs, blame, folded }: Report): void {
    const told = this.#told.get(id) ?? { count: 0, totalMs: 0 };
    const count = (folded?.count ?? 1) - told.count;
    this.#stalls.add(nowMs, count);
    this.#stolen.add(nowMs, (folded?.totalMs ?? durationMs) - told.totalMs);
    if (folded) this.#remember(id, folded);
    this.#worstMs = Math.max(this.#worstMs, durationMs);
    if (!blame) return;
    const { file, line, api } = blame;
    const key = `${file}:${line}`;
    const known = this.#lines.get(key);
    if (known || this.#lines.size < MAX_LINES)
      this.#lines.set(key, { file, line, api, count: (known?.count ?? 0) + count });
  }

  #remember(id: string, folded: NonNullable<Report["folded"]>): void {
    this.#told.set(id, folded);
    const [oldest] = this.#told.keys();
    if (oldest !== undefined && this.#told.size > MAX_FOLDED) this.#told.delete(oldest);
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
