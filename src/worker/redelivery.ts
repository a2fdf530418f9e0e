import type { Broker } from "../broker/types.js";
import type { RunOrder } from "../pool/protocol.js";
import type { WorkerLog } from "./options.js";

/** Name of the queue event that tells which runs were handed to another host; `jobIds` is a JSON array. */
export const REDELIVERED_EVENT = "redelivered";

/**
 * Tells whoever listens to a queue that runs were handed to another host: one event a queue and loss,
 * for a lost host can hold a thousand runs.
 */
export class RedeliveryNotices {
  readonly #broker: Promise<Broker>;
  readonly #log: WorkerLog;
  readonly #pending = new Map<string, Promise<void>>();

  constructor(broker: Promise<Broker>, log: WorkerLog) {
    this.#broker = broker;
    this.#log = log;
  }

  announce(runs: readonly RunOrder[], reason: string): void {
    this.#log.info({ runs: runs.length }, `${runs.length} runs handed to another host (${reason})`);
    for (const queue of new Set(runs.map((run) => run.queue))) {
      const ofQueue = runs.filter((run) => run.queue === queue);
      const sent = this.#publish(
        queue,
        ofQueue.map((run) => run.runId),
      );
      for (const { key } of ofQueue) this.#pending.set(key, sent);
    }
  }

  /** The run's notice, if there is one, resolved when it is out: its settlement must not overtake it. */
  settled(key: string): Promise<void> | undefined {
    const sent = this.#pending.get(key);
    if (sent) this.#pending.delete(key);
    return sent;
  }

  async #publish(queue: string, ids: readonly string[]): Promise<void> {
    try {
      const producer = (await this.#broker).eventsProducer(queue);
      await producer.publishEvent({ eventName: REDELIVERED_EVENT, jobIds: JSON.stringify(ids) });
    } catch (error) {
      // The runs go on all the same; only their `redelivered` mark is missing for those who wait for them.
      this.#log.warn({ queue, err: error }, `the event ${REDELIVERED_EVENT} was not published`);
    }
  }
}
