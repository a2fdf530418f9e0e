import type { Broker } from "../broker/types.js";
import { failureOf, type Failure } from "./failure.js";
import { CANCELLED_EVENT } from "./cancellations.js";
import { REDELIVERED_EVENT } from "./redelivery.js";

/** One run as the broker knows it. */
export interface RunRef {
  readonly id: string;
  readonly queue: string;
}

/** How a run ended. */
export interface Outcome {
  readonly status: "completed" | "failed";
  readonly value: unknown;
  /** Null when it completed. */
  readonly failure: Failure | null;
  readonly attempts: number;
  /** Whether a host was lost under the run and another took it over. */
  readonly redelivered: boolean;
}

const REMOVED: Failure = {
  name: "Error",
  message: "the job was removed from the queue before its result could be read",
};

// Events can be missed (a reconnect, a trimmed stream, on PostgreSQL ends that are committed out of their order): who waits
// for a run looks it up by itself, ever more rarely.
const LOOK_UP_AFTER_MS = 2_000;
const LONGEST_PAUSE_MS = 10_000;
const LOOK_EVERY_MS = 1_000;

/** When a run is looked up again that may have settled while its queue's events were being opened. */
const LOOK_AGAIN_MS = 100;

const LOOK_UPS_AT_ONCE = 50;

// An end that is committed before one of a lower number hides that one's event: soon after any end that was heard, so many runs
// that were not looked up for the longest are looked up, too. Of 999 that ended within 4 s on PostgreSQL 30 were not heard.
const ECHO_AFTER_MS = 500;

interface Waiting {
  readonly run: RunRef;
  readonly outcome: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
  /** How many wait for it. */
  by: number;
  /** When it is looked up though nothing was heard of it (`performance.now()`), and after how long again. */
  dueMs: number;
  pauseMs: number;
}

interface CustomEvents {
  readonly [REDELIVERED_EVENT]: { readonly jobIds: string };
  readonly [CANCELLED_EVENT]: { readonly jobId: string; readonly message: string };
}

/**
 * Waits for runs to settle, any number of them, over one event stream a queue.
 * (BullMQ's own `waitUntilFinished` hangs listeners on the queue for each job, and keeps neither name nor attempts.)
 */
export class Settlements {
  readonly #broker: Broker;
  readonly #listening = new Map<string, Promise<void>>();
  /** Queues whose events are heard. */
  readonly #open = new Set<string>();
  /** Those that were not looked up for the longest come first. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #heard = new Set<string>();
  readonly #redelivered = new Set<string>();
  /** What runs failed with whose jobs were removed. */
  readonly #cancelled = new Map<string, Failure>();
  #lookingUp = false;
  #echo: NodeJS.Timeout | undefined;
  #looks: NodeJS.Timeout | undefined;

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** Resolves when the events of `queue` are heard: a run enqueued from then on cannot settle unnoticed. */
  async listen(queue: string): Promise<void> {
    const listening = this.#listening.get(queue) ?? this.#listenTo(queue);
    this.#listening.set(queue, listening);
    await listening;
    this.#open.add(queue);
  }

  /** Resolves when the run settled, also when it did so long ago. */
  async outcomeOf(run: RunRef): Promise<Outcome> {
    const wasHeard = this.#open.has(run.queue);
    await this.listen(run.queue);
    const key = keyOf(run);
    // BullMQ's stream says that it is ready before it asks for the first events.
    if (!wasHeard) setTimeout(() => this.#hear(key), LOOK_AGAIN_MS);
    const waiting = this.#waiting.get(key) ?? waitingFor(run);
    waiting.by += 1;
    this.#waiting.set(key, waiting);
    // It may have settled before anybody listened.
    this.#hear(key);
    return waiting.outcome;
  }

  /** Should the run's job be gone, it was cancelled: nothing else tells of it. */
  noteCancelled(run: RunRef, message: string): void {
    this.#cancelled.set(keyOf(run), { name: "CancelledError", message });
  }

  /** Looks whether the run has settled. */
  lookUp(run: RunRef): void {
    this.#hear(keyOf(run));
  }

  /** One of those who wait for a run gives up. */
  forget(run: RunRef): void {
    const waiting = this.#waiting.get(keyOf(run));
    if (!waiting) return;
    waiting.by -= 1;
    if (waiting.by === 0) this.#waiting.delete(keyOf(run));
    this.#lookOnWhileAnyWaits();
  }

  async #listenTo(queue: string): Promise<void> {
    const events = this.#broker.events(queue);
    await events.waitUntilReady();
    const hear = ({ jobId }: { jobId: string }) => {
      this.#hear(keyOf({ queue, id: jobId }));
      this.#echo ??= setTimeout(() => this.#lookUpEcho(), ECHO_AFTER_MS).unref();
    };
    events.on("completed", hear);
    events.on("failed", hear);
    events.on("removed", hear);
    // BullMQ's own types do not know custom events.
    const custom = events as unknown as {
      on<Name extends keyof CustomEvents>(name: Name, listener: (event: CustomEvents[Name]) => void): void;
    };
    custom.on(REDELIVERED_EVENT, ({ jobIds }) => {
      for (const id of JSON.parse(jobIds) as string[]) this.#redelivered.add(keyOf({ queue, id }));
    });
    custom.on(CANCELLED_EVENT, ({ jobId, message }) => this.noteCancelled({ queue, id: jobId }, message));
  }

  #hear(key: string): void {
    this.#heard.add(key);
    void this.#lookUpHeard();
  }

  // One at a time: what is heard meanwhile is looked up next, in larger batches.
  async #lookUpHeard(): Promise<void> {
    if (this.#lookingUp) return;
    this.#lookingUp = true;
    try {
      while (this.#heard.size > 0) {
        const some = [...this.#heard].slice(0, LOOK_UPS_AT_ONCE);
        for (const key of some) this.#heard.delete(key);
        await Promise.all(some.map((key) => this.#lookUp(key)));
      }
    } finally {
      this.#lookingUp = false;
    }
    this.#lookOnWhileAnyWaits();
  }

  #lookOnWhileAnyWaits(): void {
    if (this.#waiting.size > 0) this.#looks ??= setInterval(() => this.#lookUpDue(), LOOK_EVERY_MS);
    else {
      clearInterval(this.#looks);
      this.#looks = undefined;
    }
  }

  #lookUpDue(): void {
    const now = performance.now();
    for (const [key, waiting] of this.#waiting) {
      if (now < waiting.dueMs) continue;
      waiting.pauseMs = Math.min(2 * waiting.pauseMs, LONGEST_PAUSE_MS);
      waiting.dueMs = now + waiting.pauseMs;
      this.#heard.add(key);
    }
    void this.#lookUpHeard();
  }

  #lookUpEcho(): void {
    this.#echo = undefined;
    for (const key of this.#waiting.keys()) {
      if (this.#heard.size >= LOOK_UPS_AT_ONCE) break;
      this.#heard.add(key);
    }
    void this.#lookUpHeard();
  }

  async #lookUp(key: string): Promise<void> {
    const waiting = this.#waiting.get(key);
    if (!waiting) return;
    this.#waiting.delete(key);
    this.#waiting.set(key, waiting);
    // The connection comes back or is closed by its owner; until then the run stays open and is looked up again.
    const outcome = await this.#outcome(waiting.run).catch(() => null);
    if (!outcome || !this.#waiting.delete(key)) return;
    waiting.resolve(outcome);
  }

  async #outcome(run: RunRef): Promise<Outcome | null> {
    const job = await this.#broker.queue(run.queue).getJob(run.id);
    const redelivered = this.#redelivered.has(keyOf(run));
    if (!job) {
      const failure = this.#cancelled.get(keyOf(run)) ?? REMOVED;
      return { status: "failed", value: null, failure, attempts: 0, redelivered };
    }
    if (job.finishedOn === undefined) return null;
    const attempts = job.attemptsMade;
    // The reason of an earlier attempt's failure stays on a job that completed in the end: only its state tells.
    return job.failedReason && (await job.isFailed())
      ? { status: "failed", value: null, failure: failureOf(job), attempts, redelivered }
      : {
          status: "completed",
          value: (job.returnvalue as unknown) ?? null,
          failure: null,
          attempts,
          redelivered,
        };
  }
}

function waitingFor(run: RunRef): Waiting {
  let resolve!: Waiting["resolve"];
  const outcome = new Promise<Outcome>((settle) => (resolve = settle));
  return {
    run,
    outcome,
    resolve,
    by: 0,
    dueMs: performance.now() + LOOK_UP_AFTER_MS,
    pauseMs: LOOK_UP_AFTER_MS,
  };
}

function keyOf({ queue, id }: RunRef): string {
  return `${queue}/${id}`;
}
