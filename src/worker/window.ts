import type { Worker as BullWorker } from "bullmq";

/** How many more jobs are taken at once than are in hand. */
const STEP = 4;

/** Room that is left open when few are in hand: jobs settle together, and each takes the next along. */
const SLACK = 32;

/**
 * For so long, in ms, there is room for as many as there just were: short jobs may all settle in one turn, and those that
 * found no room then would take no successor along.
 */
const KEPT_MS = 50;

/**
 * How many jobs of a queue may be in hand, told to BullMQ step by step. Its worker takes jobs one by one until it holds as
 * many as it may, and only then begins the first: told a thousand at once, it lets the first wait for a thousand round trips.
 */
export class Window {
  readonly #most: () => number;
  #inHand = 0;
  #open = STEP;
  /** The most that were in hand since it was last looked whether there is room for too many. */
  #peak = 0;
  #shrinking: NodeJS.Timeout | null = null;
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
    this.#peak = Math.max(this.#peak, this.#inHand);
    this.#open = Math.max(this.#open, this.#inHand + STEP);
    this.#tell();
  }

  settled(): void {
    this.#inHand -= 1;
    this.#shrinking ??= setTimeout(() => this.#shrink(), KEPT_MS).unref();
    this.#tell();
  }

  #shrink(): void {
    this.#shrinking = null;
    this.#open = Math.min(this.#open, 2 * this.#peak + SLACK);
    this.#peak = this.#inHand;
    // Until as many are left as there were.
    if (this.#open > 2 * this.#inHand + SLACK)
      this.#shrinking = setTimeout(() => this.#shrink(), KEPT_MS).unref();
    this.#tell();
  }

  #tell(): void {
    const { open } = this;
    if (this.#worker && this.#worker.concurrency !== open) this.#worker.concurrency = open;
  }
}
