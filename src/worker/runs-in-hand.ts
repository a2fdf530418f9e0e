import type { Job } from "../broker/types.js";
import { TransientMap } from "../pool/transient-map.js";

/** What is kept of a run for its job to come back: how long, in ms. */
const KEPT_MS = 3_600_000;
/** How often it is looked for runs that are kept for too long, in ms. */
const LOOK_EVERY_MS = 60_000;

/** A run that has begun, and what carries out the calls it makes of its job. */
export interface RunInHand<Desk> {
  readonly key: string;
  readonly run: Promise<unknown>;
  readonly desk: Desk;
  /** These two tell the attempt, and the job from a later one of the same id. */
  readonly attemptsMade: number;
  readonly timestamp: number;
  /** `Date.now()` of its end; null: it goes on. */
  endedAt: number | null;
}

/**
 * The runs of a queue that have begun and whose end the broker has not taken down. One whose lock is lost meanwhile, or
 * whose end the broker could not be told in time, comes back as a job to be done: it is done once all the same.
 */
export class RunsInHand<Desk> {
  readonly #runs = new TransientMap<RunInHand<Desk>>();
  #lookAt = Date.now() + LOOK_EVERY_MS;

  /** The run that a job was begun with in the same attempt. */
  find(key: string, { attemptsMade, timestamp }: Job): RunInHand<Desk> | undefined {
    const known = this.#runs.get(key);
    return known?.attemptsMade === attemptsMade && known.timestamp === timestamp ? known : undefined;
  }

  begin(key: string, { attemptsMade, timestamp }: Job, desk: Desk, run: Promise<unknown>): RunInHand<Desk> {
    const begun = { key, run, desk, attemptsMade, timestamp, endedAt: null };
    this.#runs.set(key, begun);
    return begun;
  }

  /** Its run has ended, and the broker is still to take that down. */
  ended(key: string): void {
    const now = Date.now();
    const known = this.#runs.get(key);
    if (known) known.endedAt = now;
    if (now < this.#lookAt) return;
    this.#lookAt = now + LOOK_EVERY_MS;
    for (const { key: old, endedAt } of this.#runs.values())
      if (endedAt !== null && now - endedAt >= KEPT_MS) this.forget(old);
  }

  /** The broker has taken the end down, or has the job back. */
  forget(key: string): void {
    this.#runs.take(key);
  }
}
