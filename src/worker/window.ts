import type { Worker as BullWorker } from "bullmq";

/** How many more jobs are taken at once than are in hand. */
const STEP = 4;

/** Room that is left open when jobs settle: they settle together, and each takes the next along. */
const SLACK = 32;

/**
 * How many jobs of a queue may be in hand, told to BullMQ step by step. Its worker takes jobs one by one until it holds as
 * many as it may, and only then begins the first: told a thousand at once, it lets the first wait for a thousand round trips.
 */
export class Window {
  readonly #most: () => number;
  #inHand = 0;
  #open = STEP;
  #worker: Pick<BullWorker, "concurrency"> | null = null;

  /** @param most jobs that there is room for at present */
  constructor(most: () => number) {
    this.#most = most;
  }

  get open(): number {
    return Math.min(this.#open, this.#most());
  }

  follow(worker: Pick<BullWorker, "concurrency">): void {
    this.#worker = worker;
  }

  /** There is more room than there was, or less. */
  changed(): void {
    this.#tell();
  }

  taken(): void {
    this.#inHand += 1;
    this.#open = Math.max(this.#open, this.#inHand + STEP);
    this.#tell();
  }

  settled(): void {
    this.#inHand -= 1;
    this.#open = Math.min(this.#open, 2 * this.#inHand + SLACK);
    this.#tell();
  }

  #tell(): void {
    const { open } = this;
    if (this.#worker && this.#worker.concurrency !== open) this.#worker.concurrency = open;
  }
}
