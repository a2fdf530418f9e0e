import { nowMs } from "./clock.js";
import { MARK, WORD, type SharedState } from "./shared-state.js";

/** So much time, in ms, may pass without a look at the clock while changes follow each other at the pace of those before. */
const BURST_MS = 0.3;
/** As many of them at most: the pace may change. */
const MOST = 256;

/**
 * Tells the watchdog when a run began or settled last: whoever holds the loop then has held it since. A look at the clock is
 * dear for runs that do next to nothing: of changes in a burst most go without, and lie close to one that is told; the first after
 * a beat of the heart always is.
 */
export class ChangeClock {
  readonly #marks: Float64Array;
  readonly #words: Int32Array;
  /** Changes from the one that was told last to the next that will be, and how many of them are still to come. */
  #burst = 1;
  #left = 1;
  #lastMs = 0;

  constructor({ marks, words }: SharedState) {
    this.#marks = marks;
    this.#words = words;
  }

  begun(): void {
    this.#words[WORD.BEGUN]! += 1;
    this.#changed();
  }

  settled(): void {
    this.#words[WORD.SETTLED]! += 1;
    this.#changed();
  }

  /** The heart beat: when the next change comes is told. */
  beat(): void {
    this.#burst += 1 - this.#left;
    this.#left = 1;
  }

  #changed(): void {
    this.#left -= 1;
    if (this.#left > 0) return;
    const now = nowMs();
    const eachMs = (now - this.#lastMs) / this.#burst;
    this.#left = this.#burst = Math.max(1, Math.min(MOST, Math.floor(BURST_MS / eachMs)));
    this.#lastMs = now;
    this.#marks[MARK.RUN] = now;
    // After its mark: what the watchdog sees as told is there.
    const words = this.#words;
    words[WORD.TOLD] = words[WORD.BEGUN]! + words[WORD.SETTLED]!;
  }
}
