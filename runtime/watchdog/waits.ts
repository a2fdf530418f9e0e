/**
 * Puts together when a thread waited for a processor. The system tells of a wait when it is over: it may have begun in a
 * stretch before, for which it was either assumed already or left open.
 */
export class Waits {
  /** Without a processor, and it is not known yet why. */
  #openMs = 0;
  /** Counted as waits before the system has told of them. */
  #aheadMs = 0;

  /**
   * At the end of a stretch with `offMs` off the processor, of which it is known that the thread was `waiting` for it, or
   * nothing, the system tells of `queuedMs` more. Gives the wait that is to be counted now.
   */
  told(queuedMs: number, what: "waiting" | "open", offMs: number): number {
    const newsMs = Math.max(0, queuedMs - this.#aheadMs);
    this.#aheadMs = Math.max(0, this.#aheadMs - queuedMs);
    if (what === "open") this.#openMs += Math.max(0, offMs);
    else this.#aheadMs = Math.max(0, this.#aheadMs + offMs);
    const lateMs = Math.min(newsMs, this.#openMs);
    this.#openMs -= lateMs;
    return lateMs + (what === "waiting" ? offMs : 0);
  }

  forget(): void {
    this.#openMs = 0;
    this.#aheadMs = 0;
  }
}
