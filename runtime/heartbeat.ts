import { nowMs } from "./clock.js";
import { MARK, WORD, type SharedState } from "./shared-state.js";

/**
 * Stores the time at every turn of the loop, at most every `everyMs`. Keeps no process alive.
 *
 * To wake 100 times a second takes 1.4 % of a core on a virtual machine, as much as all else of an idle guard: a loop that rests has no
 * heartbeat.
 */
export class Heartbeat {
  readonly #state: SharedState;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isResting = false;

  constructor(state: SharedState, everyMs: number) {
    this.#state = state;
    this.#everyMs = everyMs;
    this.#start();
  }

  get isResting(): boolean {
    return this.#isResting;
  }

  /** Until `wake`, the loop passes for one that turns. */
  rest(): void {
    this.stop();
    this.#setResting(true);
  }

  wake(): void {
    this.#start();
    this.#setResting(false);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#beat();
  }

  #start(): void {
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), this.#everyMs);
    this.#timer.unref();
  }

  #setResting(isResting: boolean): void {
    this.#isResting = isResting;
    Atomics.store(this.#state.words, WORD.RESTING, isResting ? 1 : 0);
  }

  #beat(): void {
    this.#state.marks[MARK.TURN] = nowMs();
  }
}
