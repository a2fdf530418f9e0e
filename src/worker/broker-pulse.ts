import type { Broker } from "../broker/types.js";

/** A broker that has not answered by then is away, in ms. */
const PATIENCE_MS = 1_000;

/** It is not asked again before, in ms: what watches a worker may do so often. */
const KEPT_MS = 1_000;

/** Whether a broker answers. */
export class BrokerPulse {
  readonly #broker: Broker;
  readonly #queue: () => string | undefined;
  #asked: { readonly atMs: number; readonly answers: Promise<boolean> } | null = null;

  /** @param queue one that may be asked about */
  constructor(broker: Broker, queue: () => string | undefined) {
    this.#broker = broker;
    this.#queue = queue;
  }

  /** Resolves within a second; never rejects. */
  answers(): Promise<boolean> {
    const atMs = Date.now();
    if (!this.#asked || atMs - this.#asked.atMs >= KEPT_MS) this.#asked = { atMs, answers: this.#ask() };
    return this.#asked.answers;
  }

  async #ask(): Promise<boolean> {
    const queue = this.#queue();
    if (queue === undefined || this.#broker.isAbandoned) return false;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, false)));
    // A job that there is not: one look at one key.
    const asked = this.#broker.queue(queue).getJob("loopward-pulse");
    const answered = await Promise.race([asked.then(yes, no), late]);
    clearTimeout(timer);
    return answered;
  }
}

const yes = () => true;
const no = () => false;
