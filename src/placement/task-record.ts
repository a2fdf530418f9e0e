import type { Report } from "../findings/report.js";
import { SlidingSum } from "./sliding-sum.js";
import { MAX_LINES, type Tally } from "./tally.js";
import type { EvidenceLine } from "./types.js";

// Each host keeps a folded record for each line, for an hour at most.
const MAX_FOLDED = 1_000;

/** What is known of one task's stalls within the window. */
export class TaskRecord {
  readonly #stalls: SlidingSum;
  readonly #stolen: SlidingSum;
  readonly #time: SlidingSum;
  readonly #lines = new Map<string, EvidenceLine>();
  /** What folded records have told so far: they are written anew as they grow. */
  readonly #told = new Map<string, { readonly count: number; readonly totalMs: number }>();
  #worstMs = 0;

  constructor(windowMs: number) {
    this.#stalls = new SlidingSum(windowMs);
    this.#stolen = new SlidingSum(windowMs);
    this.#time = new SlidingSum(windowMs);
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

  tally(nowMs: number): Tally {
    return {
      stalls: this.#stalls.sum(nowMs),
      stolenMs: this.#stolen.sum(nowMs),
      worstMs: this.#worstMs,
      timeMs: this.#time.sum(nowMs),
      lines: [...this.#lines.values()].sort((a, b) => b.count - a.count),
    };
  }
}
