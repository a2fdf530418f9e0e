import type { Job } from "../../broker/types.js";
import type { JobMethod, JobOrder } from "../../pool/job-protocol.js";
import type { RunOrder } from "../../pool/protocol.js";

/** What a job's methods take that is the user's own, and may be null. */
const takesValue: ReadonlySet<JobMethod> = new Set(["updateProgress", "log", "updateData"]);

/** After one of these the job is the broker's again, which may hand it out before its run has ended. */
const movesAway: ReadonlySet<JobMethod> = new Set(["moveToDelayed", "moveToWait", "moveToWaitingChildren"]);

/**
 * Carries out, on BullMQ's job, what its run in a host asks for: one call after the other, so that they are done in the
 * order in which they were made on a broker with several connections, too.
 */
export class JobDesk {
  #job: Job;
  #token: string | undefined;
  readonly #firstToken: string | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #away = false;

  constructor(job: Job, token: string | undefined) {
    this.#job = job;
    this.#token = token;
    this.#firstToken = token;
  }

  /** Whether the run gave its job back: who takes it next begins another run. */
  get isAway(): boolean {
    return this.#away;
  }

  /** What a host is told of the job. */
  get order(): JobOrder {
    // Data travel beside it, and are not to be written as JSON twice.
    const bare = Object.create(this.#job, { data: { value: undefined } }) as Job;
    return { fields: { ...bare.asJSONSandbox(), data: undefined }, token: this.#firstToken };
  }

  /** The run's order for its next host: what the run has done to its job is seen there. */
  renewed(order: RunOrder): RunOrder {
    return { ...order, input: this.#job.data as unknown, job: this.order };
  }

  /** The job was taken again, under another lock, while its run goes on. */
  takenAgain(job: Job, token: string | undefined): void {
    this.#job = job;
    this.#token = token;
  }

  call(method: JobMethod, args: readonly unknown[]): Promise<unknown> {
    const called = this.#last.then(() =>
      movesAway.has(method) ? this.#moveAway(method, args) : this.#carryOut(method, args),
    );
    this.#last = called.catch(() => undefined);
    return called;
  }

  /** Resolves when what was asked for is done: a run settles after it. */
  idle(): Promise<unknown> {
    return this.#last;
  }

  async #moveAway(method: JobMethod, args: readonly unknown[]): Promise<unknown> {
    // From the start: the job may come back sooner than the answer.
    this.#away = true;
    try {
      const moved = await this.#carryOut(method, args);
      // There were no children to wait for.
      if (moved === false) this.#away = false;
      return moved;
    } catch (error) {
      this.#away = false;
      throw error;
    }
  }

  #carryOut(method: JobMethod, args: readonly unknown[]): Promise<unknown> {
    const given = takesValue.has(method)
      ? args
      : // A host has the token of the lock under which its run began, and JSON has no `undefined`.
        args.map((arg) => (arg === this.#firstToken ? this.#token : (arg ?? undefined)));
    const job = this.#job as unknown as Record<JobMethod, (...args: readonly unknown[]) => Promise<unknown>>;
    return job[method](...given);
  }
}
