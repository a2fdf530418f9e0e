const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;

/**
 * Starts hosts in place of those that were lost. One that never gets ready (the app was edited, the memory is gone) is tried
 * again, ever more slowly: what waits keeps its lock and its place.
 */
export class Restarts {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #start: () => void;
  #failed = 0;

  constructor(start: () => void) {
    this.#start = start;
  }

  /** How many hosts are to be started when their time has come. */
  get due(): number {
    return this.#timers.size;
  }

  /** @param wasReady whether the host that was lost ever was */
  replace(wasReady: boolean): void {
    this.#failed = wasReady ? 0 : this.#failed + 1;
    if (this.#failed === 0) {
      this.#start();
      return;
    }
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.#failed - 1));
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#start();
    }, delayMs);
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
