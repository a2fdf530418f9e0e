import type { Worker } from "../../worker/create-worker.js";

type Counts = Awaited<ReturnType<Worker["queueCounts"]>>;

/** PostgreSQL counts rows: it is not asked again before, in ms. */
const KEPT_MS = 5_000;

/** How long a scrape waits for the broker's answer, in ms. */
const PATIENCE_MS = 1_000;

/** How many jobs the queues hold, as far as the broker says so in time. */
export class QueueDepths {
  #asked: { readonly atMs: number; readonly counts: Promise<Counts | null> } | null = null;

  /** Null: the broker does not answer. Never rejects. */
  async of(worker: Pick<Worker, "queueCounts">): Promise<Counts | null> {
    const nowMs = Date.now();
    if (!this.#asked || nowMs - this.#asked.atMs >= KEPT_MS) {
      const asked = { atMs: nowMs, counts: worker.queueCounts().catch(() => null) };
      this.#asked = asked;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, null)));
    const counts = await Promise.race([this.#asked.counts, late]);
    clearTimeout(timer);
    return counts;
  }
}
