import { channels } from "../../runtime/channels.js";
import type { CancelledError } from "../findings/run-errors.js";
import { outcomeOfError } from "../findings/run-outcome.js";
import type { JobMethod } from "./job-protocol.js";
import { eventOf, type RunOrder } from "./protocol.js";

/** What the holder of a job hears while its run lasts. */
export interface RunHooks {
  readonly onProgress?: (value: unknown) => void;
  /** The task's function took so long, in ms, on the host that brought the run to its end. */
  readonly onSettled?: (tookMs: number) => void;
  readonly onLog?: (message: string, fields?: Record<string, unknown>) => void;
  /** The run calls a method of its job; the result is the answer. */
  readonly onCall?: (method: JobMethod, args: readonly unknown[]) => Promise<unknown>;
  /** What the next host is to be told of the run: its job may have changed since it began. */
  readonly renew?: (order: RunOrder) => RunOrder;
  /** Whether the run gave its job back to the broker: no other host takes it over. */
  readonly isAway?: () => boolean;
}

const settles = channels["loopward:run:settle"];

/** One run from acceptance to settlement, across all hosts that held it. */
export class Ticket {
  order: RunOrder;
  readonly hooks: RunHooks;
  /** How many hosts were lost while they held this run. */
  losses = 0;
  /** The group of suspects it is tried with, after several unexplained losses; null: not suspected. */
  cohort: number | null = null;
  /** `Date.now()` of when a host took it; null: it waits. */
  takenAt: number | null = null;
  /** How long its function took, in ms; null: no host has said. */
  tookMs: number | null = null;
  /** Set when it is to end as cancelled, wherever it is; null: it is not. */
  cancelled: CancelledError | null = null;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: Error) => void;

  constructor(
    order: RunOrder,
    hooks: RunHooks,
    resolve: (value: unknown) => void,
    reject: (error: Error) => void,
  ) {
    this.order = order;
    this.hooks = hooks;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  // Whoever listens is told of its end before the holder of the job is.
  resolve(value: unknown): void {
    this.#tellSettled(null);
    this.#resolve(value);
  }

  reject(error: Error): void {
    this.#tellSettled(error);
    this.#reject(error);
  }

  #tellSettled(error: Error | null): void {
    if (!settles.hasSubscribers) return;
    const outcome = error ? outcomeOfError(error) : "completed";
    settles.publish({ ...eventOf(this.order), outcome, tookMs: this.tookMs, error });
  }
}

/** The pool was closed before the run came to its end: nothing is known against the run, it belongs back in the queue. */
export class PoolClosedError extends Error {
  constructor() {
    super("the pool was closed before the run settled");
    this.name = "PoolClosedError";
  }
}
