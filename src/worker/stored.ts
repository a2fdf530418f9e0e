import type { Job } from "../broker/types.js";
import type { RunHooks } from "../pool/ticket.js";
import { runFields } from "./log.js";
import type { WorkerLog } from "./options.js";

/** What a run tells while it lasts, on its way to the broker: one thing after the other, in the order of the run. */
export class Stored {
  readonly #job: Job;
  readonly #task: string;
  readonly #log: WorkerLog;
  #last: Promise<unknown> | null = null;

  constructor(job: Job, task: string, log: WorkerLog) {
    this.#job = job;
    this.#task = task;
    this.#log = log;
  }

  hooks(onSettled: (tookMs: number) => void): RunHooks {
    const job = this.#job;
    return {
      onSettled,
      onProgress: (value) => this.#store("progress", () => job.updateProgress(value as number | object)),
      onLog: (message, more) => {
        // What names the run is not the task's to say.
        this.#log.info({ ...more, ...runFields(job, this.#task) }, message);
        this.#store("a log line", () => job.log(more ? `${message} ${JSON.stringify(more)}` : message));
      },
    };
  }

  /** Resolves when all of it is there: whoever hears of the end finds what was told before. Null: it is. */
  get unstored(): Promise<unknown> | null {
    return this.#last;
  }

  #store(what: string, write: () => Promise<unknown>): void {
    const run = runFields(this.#job, this.#task);
    this.#last = (this.#last ?? Promise.resolve())
      .then(write)
      .catch((error: Error) => this.#log.warn(run, `${what} was not stored: ${error.message}`));
  }
}
