/** How long a run may hold the loop between two yields, in ms, unless its task or worker says. */
export const DEFAULT_SLICE_MS = 10;

const atOnce = Promise.resolve();

/**
 * The loop, shared among runs that compute (`ctx.yieldIfDue`). Those that have used up their slice wait in line; one of them
 * goes on in each turn of the loop, so that whatever else is due comes first and each run gets a slice in its turn.
 */
export class LoopShare {
  readonly #waiting: (() => void)[] = [];
  /** When the slice at hand began; null: the loop has turned since anybody asked. */
  #beganMs: number | null = null;

  /** Resolves at once within the slice, else when it is the caller's turn again. */
  yieldIfDue(sliceMs: number): Promise<void> {
    if (this.#beganMs === null) {
      this.#begin();
      return atOnce;
    }
    if (performance.now() - this.#beganMs < sliceMs) return atOnce;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  // The immediate runs when the loop has turned: until then one slice is shared by all who run.
  #begin(): void {
    this.#beganMs = performance.now();
    setImmediate(this.#turned);
  }

  readonly #turned = (): void => {
    this.#beganMs = null;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#begin();
    next();
  };
}
