/**
 * Jobs that may wait in memory for a process pool: enough for a quarter of a second of one-millisecond runs in two
 * slots, few enough for the broker, which searches its list of active jobs at each settlement.
 */
const BUFFER = 500;

/** What a run is taken to last before any has shown it, in ms. */
const FIRST_GUESS_MS = 100;

/** A job is not sent away for less: the way costs the broker two commands. */
const LEAST_AWAY_MS = 200;

/**
 * As few as keep the slots busy while others are away. For one of many tasks of a worker: what it holds, no other worker
 * can take.
 */
export function smallBuffer(stepMs: number): number {
  return Math.min(BUFFER, 2 + Math.ceil((2 * LEAST_AWAY_MS) / stepMs));
}

/**
 * The jobs of a queue on their way to where few may run at once: the process pool beside an async one, or a task with a
 * `concurrency` of its own. They must hold no slot of the loop: some wait here, and as many more jobs are taken from the
 * broker; the others go back to the broker, delayed until their turn is near. Their order is kept, and memory does not
 * grow with the queue.
 */
export class ProcessLane {
  readonly #processSlots: number;
  readonly #bufferFor: (stepMs: number) => number;
  #held = 0;
  #meanMs: number;
  /** When the turn of the last job that was sent away comes, in ms of `Date.now()`. */
  #lastTurnMs = 0;

  /**
   * @param processSlots how many may run at once; 0: as many as like
   * @param bufferFor how many may wait here, when one begins every so many ms
   * @param firstGuessMs what a run is taken to last before any has shown it
   */
  constructor(
    processSlots: number,
    bufferFor: (stepMs: number) => number = () => BUFFER,
    firstGuessMs = FIRST_GUESS_MS,
  ) {
    this.#processSlots = processSlots;
    this.#meanMs = firstGuessMs;
    this.#bufferFor = bufferFor;
  }

  /** Jobs that wait here, and hold no slot. */
  get waiting(): number {
    if (this.#processSlots === 0) return 0;
    return Math.min(this.#buffer, Math.max(0, this.#held - this.#processSlots));
  }

  /**
   * For how many ms a job should stay away; 0: it may wait here.
   * @param returned whether it was away before: then it does not queue again behind the others
   */
  awayMs(returned: boolean, nowMs: number): number {
    if (this.#processSlots === 0) return 0;
    const buffer = this.#buffer;
    const hasRoom = this.#held < this.#processSlots + buffer;
    if (hasRoom && (returned || this.#lastTurnMs <= nowMs)) return 0;
    const stepMs = this.#stepMs;
    const bufferMs = buffer * stepMs;
    this.#lastTurnMs = Math.max(this.#lastTurnMs, nowMs + bufferMs) + stepMs;
    // Back before those that wait here are done, or the pool would run dry.
    return Math.round(Math.max(LEAST_AWAY_MS, this.#lastTurnMs - nowMs - bufferMs / 2));
  }

  get #stepMs(): number {
    return this.#meanMs / this.#processSlots;
  }

  get #buffer(): number {
    return this.#bufferFor(this.#stepMs);
  }

  entered(): void {
    this.#held += 1;
  }

  left(): void {
    this.#held -= 1;
  }

  /** A run in the process pool took so long. */
  took(ms: number): void {
    this.#meanMs += (ms - this.#meanMs) / 16;
  }
}
