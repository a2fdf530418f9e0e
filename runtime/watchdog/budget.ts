import type { ReportTask } from "../../src/findings/report.js";
import { attemptKey } from "../run-context.js";

// Runs that stalled the loop and were not given up. A run's entry is tiny; the oldest leave first.
const MAX_RUNS = 10_000;

/** How long each run has held the loop in all, its blamed stalls added up. */
export class Budget {
  readonly #heldMs = new Map<string, number>();

  /** Adds a stall; gives the run's new sum in ms. */
  add(task: ReportTask, heldMs: number): number {
    const key = attemptKey(task);
    const sum = this.of(task) + heldMs;
    this.#heldMs.delete(key);
    this.#heldMs.set(key, sum);
    if (this.#heldMs.size > MAX_RUNS) {
      const oldest = this.#heldMs.keys().next();
      if (!oldest.done) this.#heldMs.delete(oldest.value);
    }
    return sum;
  }

  of(task: ReportTask): number {
    return this.#heldMs.get(attemptKey(task)) ?? 0;
  }
}
