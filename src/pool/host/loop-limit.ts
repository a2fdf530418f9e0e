/**
 * Of the target: so long the runs under way may take all together, were all they wait for to come at once. The feed hub at 150 ms, nine
 * rounds each, with 1.2: 0.93 of the feeds/s without a target, and a loop that was late by 99 ms (69-118) at worst; with 1.1, on a busier
 * machine, 0.91 and 105 ms (87-157); with 0.8, 0.88 and 50 ms (36-75).
 */
const BEARABLE = 1;
/** Above this share of the target fewer runs are let in, below that more. */
const TOO_LATE = 0.9;
const IN_TIME = 0.25;

/** What is let in now comes back after its waits: so long nothing is concluded from it, in ms. */
const SETTLING_MS = 250;

/** By how much it grows at a look: while nothing is known of what runs cost, and then. */
const GROWTH_AT_FIRST = 1.25;
const GROWTH = 1.02;
const FIRST = 32;

/** What an earlier look says of the cost counts for so much of a later one's. */
const KEEP = 0.8;
/** From so many runs on their cost is known. */
const ENOUGH = 16;

/** What is seen of a host between two looks. */
export interface Look {
  /** The longest time that the loop did not turn, in ms. */
  readonly lateMs: number;
  /** For how long the loop did not wait for events, in ms. */
  readonly busyMs: number;
  /** How many runs ended. */
  readonly ended: number;
  /** How many are under way, none of them held back where that is fewer than the limit. */
  readonly underWay: number;
}

/**
 * How many runs may be under way at once for the loop to turn within `targetMs`. What they wait for may come all at once: what
 * a run costs the loop, measured, says how many that may be. Where it never does come at once, as with long waits, more and more
 * are let in while the loop is in time, and fewer when it is late.
 */
export class LoopLimit {
  readonly #targetMs: number;
  /** As many as the cost of a run allows; before it is known: few. */
  #base = FIRST;
  #isKnown = false;
  /** What the loop's being late or in time makes of that. */
  #factor = 1;
  #busyMs = 0;
  #ended = 0;
  #settledAt = 0;

  constructor(targetMs: number) {
    this.#targetMs = targetMs;
  }

  get value(): number {
    return Math.max(1, Math.floor(this.#base * this.#factor));
  }

  /** @param now in ms */
  adapt(now: number, look: Look): void {
    this.#measure(look);
    const { lateMs, underWay } = look;
    // What is not used is not known to be borne: the next thousand runs come all at once.
    if (underWay < this.value / 2) this.#factor = 1;
    if (underWay < this.value / 2 || now < this.#settledAt) return;
    if (lateMs > this.#targetMs * TOO_LATE) {
      this.#settledAt = now + Math.max(SETTLING_MS, 2 * lateMs);
      const fewer = this.#factor * Math.max(0.5, (this.#targetMs * TOO_LATE) / lateMs);
      // No fewer than one: it would take long to grow from nothing.
      this.#factor = Math.max(fewer, 1 / this.#base);
    } else if (underWay >= this.value && lateMs < this.#targetMs * IN_TIME) {
      this.#factor *= this.#isKnown ? GROWTH : GROWTH_AT_FIRST;
    }
  }

  #measure({ busyMs, ended }: Look): void {
    this.#busyMs = KEEP * this.#busyMs + busyMs;
    this.#ended = KEEP * this.#ended + ended;
    if (this.#ended < ENOUGH) return;
    if (!this.#isKnown) this.#factor = 1;
    this.#isKnown = true;
    this.#base = (BEARABLE * this.#targetMs * this.#ended) / Math.max(this.#busyMs, Number.EPSILON);
  }
}
