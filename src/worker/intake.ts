import type { Worker as BullWorker } from "bullmq";

/** Takes the jobs of some queues, which may change when the app is loaded anew. */
export class Intake {
  readonly #take: (queue: string) => BullWorker;
  readonly #workers = new Map<string, BullWorker>();
  readonly #leaving = new Set<Promise<void>>();

  /** @param take begins to take the jobs of a queue */
  constructor(take: (queue: string) => BullWorker) {
    this.#take = take;
  }

  get queues(): string[] {
    return [...this.#workers.keys()];
  }

  /** Takes the jobs of these queues, and of no others; resolves when it does. */
  async serve(queues: readonly string[]): Promise<void> {
    for (const [queue, worker] of this.#workers) {
      if (queues.includes(queue)) continue;
      this.#workers.delete(queue);
      const left = worker.close().finally(() => this.#leaving.delete(left));
      this.#leaving.add(left);
    }
    for (const queue of queues) if (!this.#workers.has(queue)) this.#workers.set(queue, this.#take(queue));
    await Promise.all([...this.#workers.values()].map((worker) => worker.waitUntilReady()));
  }

  /** Takes no more; resolves when what was taken has settled. */
  async close(): Promise<void> {
    await Promise.all([...[...this.#workers.values()].map((worker) => worker.close()), ...this.#leaving]);
  }
}
