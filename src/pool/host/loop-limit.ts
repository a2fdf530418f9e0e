/** Above this share of the target fewer runs are let in, below that more: the rest is for what comes at once. */
const TOO_LATE = 0.55;
const IN_TIME = 0.35;

/** What is let in now comes back after its waits: so long nothing is concluded from it, in ms. */
const SETTLING_MS = 250;

const GROWTH_AT_FIRST = 1.25;
const GROWTH = 1.02;
const FIRST = 32;

/**
 * How many runs may be under way at once for the loop to turn within `targetMs`: grows while runs are held back and the
 * loop is in time, shrinks when it is late. A thousand runs that wait for a thousand answers are not a thousand answers
 * that come at once, and the fewer are out the fewer can come.
 */
export class LoopLimit {
  readonly #targetMs: number;
  #value = FIRST;
  /** Up to here the loop was in time before. */
  #proven = Infinity;
  #settledAt = 0;

  constructor(targetMs: number) {
    this.#targetMs = targetMs;
  }

  get value(): number {
    return Math.floor(this.#value);
  }

  /**
   * @param now in ms
   * @param lateMs the longest time that the loop did not turn since the last call
   * @param underWay how many runs are, none of them held back where that is fewer than the limit
   */
  adapt(now: number, lateMs: number, underWay: number): void {
    // What is not used is not known to be borne: the next thousand runs come all at once.
    if (underWay < this.#value / 2) {
      this.#value = Math.max(FIRST, this.#value / 2);
      return;
    }
    if (now < this.#settledAt) return;
    if (lateMs > this.#targetMs * TOO_LATE) {
      this.#settledAt = now + Math.max(SETTLING_MS, 2 * lateMs);
      this.#value = Math.max(1, this.#value * Math.max(0.5, (this.#targetMs * TOO_LATE) / lateMs));
      this.#proven = this.#value;
    } else if (underWay >= this.value && lateMs < this.#targetMs * IN_TIME) {
      this.#proven = Math.max(this.#proven, underWay);
      const grown = this.#value * (this.#value < this.#proven ? GROWTH_AT_FIRST : GROWTH);
      this.#value = Math.max(this.#value + 1, grown);
    }
  }
}
