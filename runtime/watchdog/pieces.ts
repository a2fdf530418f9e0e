import type { Sample } from "./hold.js";

// What share of the time that evidence reaches over has to be one piece of synchronous code, for it to be no chain.
const SHARE = 0.5;

/**
 * Tells one piece of synchronous code from a chain of microtasks, by what was seen between two samples of a hold.
 *
 * Microtasks turn over in front of nearly every stall: the `await` that its code comes from is one. Hence it is not
 * asked whether they did, but whether they went on to: no piece between two turns reaches far.
 */
export class Pieces {
  #firstMs = 0;
  #sinceMs = 0;
  #previous: Sample | null = null;
  #longestMs = 0;
  #turned = false;
  /** When a probe in the queue of microtasks fired last. */
  #firedMs = 0;

  fired(atMs: number): void {
    this.#firedMs = Math.max(this.#firedMs, atMs);
  }

  /** A look fell between two microtasks, or onto the end of a native call. */
  between(): void {
    this.#turned = true;
  }

  sample(sample: Sample): void {
    const previous = this.#previous;
    if (!previous) this.#firstMs = sample.fromMs;
    if (!previous || this.#turned || this.#turnedOver(previous, sample)) this.#sinceMs = sample.fromMs;
    this.#longestMs = Math.max(this.#longestMs, sample.atMs - this.#sinceMs);
    this.#previous = sample;
    this.#turned = false;
  }

  /** Microtasks turned over, again and again: a chain of them, not one piece of synchronous code. */
  get chained(): boolean {
    const last = this.#previous;
    return last !== null && this.#longestMs < (last.atMs - this.#firstMs) * SHARE;
  }

  // A probe in the microtask queue fires between two microtasks and never inside one. Where none could be queued, the
  // identity of the execution tells (on Node 20; it stays 0 on Node 24, where probes nearly always can).
  #turnedOver(previous: Sample, sample: Sample): boolean {
    if (previous.probed) return this.#firedMs > previous.atMs && this.#firedMs < sample.atMs;
    return previous.asyncId !== sample.asyncId;
  }
}
