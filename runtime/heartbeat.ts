import { nowMs } from "./clock.js";
import { MARK, WORD, type SharedState } from "./shared-state.js";

/** How often a loop at rest is to turn, in ms. */
const RESTING_BEAT_MS = 1_000;

/** A loop at rest that did not turn for so long stands still, in ms: what would come to it would wait for ever. */
export const RESTING_MS = 3 * RESTING_BEAT_MS;

/**
 * Stores the time at every turn of the loop, at most every `everyMs`, and calls `onTurn` with it. Keeps no process alive.
 *
 * To wake 100 times a second takes 1.4 % of a core on a virtual machine, as much as all else of an idle guard: a loop that rests
 * does it once.
 */
export class Heartbeat {
  readonly #state: SharedState;
  readonly #everyMs: number;
  readonly #onTurn: (nowMs: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #isResting = false;

  constructor(state: SharedState, everyMs: number, onTurn: (nowMs: number) => void) {
    this.#state = state;
    this.#everyMs = everyMs;
    this.#onTurn = onTurn;
    this.#start(everyMs);
  }

  get isResting(): boolean {
    return this.#isResting;
  }

  /** Until `wake`, the loop passes for one that turns, unless it stands still for longer than `RESTING_MS`. */
  rest(): void {
    this.stop();
    this.#start(RESTING_BEAT_MS);
    this.#setResting(true);
  }

  wake(): void {
    this.stop();
    this.#start(this.#everyMs);
    this.#setResting(false);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#beat();
  }

  #start(everyMs: number): void {
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), everyMs);
    this.#timer.unref();
  }

  #setResting(isResting: boolean): void {
    this.#isResting = isResting;
    Atomics.store(this.#state.words, WORD.RESTING, isResting ? 1 : 0);
  }

  #beat(): void {
    const now = nowMs();
    this.#state.marks[MARK.TURN] = now;
    this.#onTurn(now);
  }
}
