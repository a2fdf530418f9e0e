import { nowMs } from "./clock.js";
import { MARK, WORD, type SharedState } from "./shared-state.js";

/** Changes that follow each other within this time on average are told of by one in `BURST`, in ms. */
const CLOSE_MS = 0.01;
const BURST = 8;

/**
 * Tells the watchdog when a run started or settled last: whoever holds the loop then has held it since. A look at the clock is
 * dear for runs that do next to nothing: of changes in a burst most go without, and lie close to one that is told; the first after
 * a beat of the heart always is.
 */
export class ChangeClock {
  readonly #marks: Float64Array;
  readonly #words: Int32Array;
  #beats = -1;
  #left = 0;
  #lastMs = 0;

  constructor({ marks, words }: SharedState) {
    this.#marks = marks;
    this.#words = words;
  }

  changed(): void {
    const words = this.#words;
    const beats = words[WORD.BEATS]!;
    if (this.#left > 1 && beats === this.#beats) {
      this.#left -= 1;
      words[WORD.UNTIMED] = words[WORD.UNTIMED]! + 1;
      return;
    }
    const now = nowMs();
    const changes = this.#left === 1 ? BURST : 1;
    this.#left = now - this.#lastMs < CLOSE_MS * changes ? BURST : 0;
    this.#beats = beats;
    this.#lastMs = now;
    this.#marks[MARK.RUN] = now;
  }
}
