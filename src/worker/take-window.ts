import type { Worker as BullWorker } from "bullmq";

/** Jobs that may wait in memory for a process pool: about a kilobyte each. */
const MAX_PARKED = 20_000;

/**
 * How many jobs of a queue are taken from the broker at once. Jobs that wait for a full process pool hold no slot of the
 * async one: the window grows by as many, so that a queue led by thousands of them still feeds the loop behind.
 */
export class TakeWindow {
  readonly #slots: number;
  readonly #processSlots: number;
  #worker: Pick<BullWorker, "concurrency"> | null = null;
  #held = 0;

  /** @param slots of all pools; @param processSlots of the process pool beside the async one; 0: there is none */
  constructor(slots: number, processSlots: number) {
    this.#slots = slots;
    this.#processSlots = processSlots;
  }

  get size(): number {
    if (this.#processSlots === 0) return this.#slots;
    return this.#slots + Math.min(MAX_PARKED, Math.max(0, this.#held - this.#processSlots));
  }

  follow(worker: Pick<BullWorker, "concurrency">): void {
    this.#worker = worker;
  }

  /** A job was given to the process pool. */
  entered(): void {
    this.#held += 1;
    this.#adapt();
  }

  /** It has settled. */
  left(): void {
    this.#held -= 1;
    this.#adapt();
  }

  #adapt(): void {
    const { size } = this;
    if (this.#worker && this.#worker.concurrency !== size) this.#worker.concurrency = size;
  }
}
