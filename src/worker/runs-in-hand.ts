import type { Job } from "../broker/types.js";

/** What is kept of a run for its job to come back: how long, in ms. */
const KEPT_MS = 3_600_000;

/** A run, and what carries out the calls it makes of its job. */
interface Run<Desk> {
  readonly run: Promise<unknown>;
  readonly desk: Desk;
}

interface Entry<Desk> extends Run<Desk> {
  /** These two tell the attempt, and the job from a later one of the same id. */
  readonly attemptsMade: number;
  readonly timestamp: number;
}

/**
 * The runs of a queue that have begun and whose end the broker has not taken down. One whose lock is lost meanwhile, or
 * whose end the broker could not be told in time, comes back as a job to be done: it is done once all the same.
 */
export class RunsInHand<Desk> {
  readonly #runs = new Map<string, Entry<Desk>>();
  /** Runs that have ended, by key, with `Date.now()`; the oldest first. */
  readonly #ended = new Map<string, number>();

  /** The run that a job was begun with in the same attempt. */
  find(key: string, { attemptsMade, timestamp }: Job): Run<Desk> | undefined {
    const entry = this.#runs.get(key);
    return entry?.attemptsMade === attemptsMade && entry.timestamp === timestamp ? entry : undefined;
  }

  begin(key: string, { attemptsMade, timestamp }: Job, run: Run<Desk>): void {
    this.#ended.delete(key);
    this.#runs.set(key, { ...run, attemptsMade, timestamp });
  }

  ended(key: string): void {
    this.#ended.set(key, Date.now());
    for (const [oldest, endedAt] of this.#ended) {
      if (Date.now() - endedAt < KEPT_MS) return;
      this.forget(oldest);
    }
  }

  /** The broker has taken the end down, or has the job back. */
  forget(key: string): void {
    this.#ended.delete(key);
    this.#runs.delete(key);
  }
}
