import type { Answer, Hold } from "./hold.js";
import type { ThreadClock } from "./machine.js";
import type { WatchdogParts } from "./parts.js";

/** Decides when the main thread is asked for its stack, and for the sites of its calls. */
export class StackLooks {
  readonly #thresholdMs: number;
  readonly #parts: Pick<WatchdogParts, "view" | "capture">;
  readonly #thread: ThreadClock;
  readonly #onAnswer: (answer: Answer) => void;
  #lastSampleMs = 0;

  constructor(
    thresholdMs: number,
    parts: Pick<WatchdogParts, "view" | "capture">,
    thread: ThreadClock,
    onAnswer: (answer: Answer) => void,
  ) {
    this.#thresholdMs = thresholdMs;
    this.#parts = parts;
    this.#thread = thread;
    this.#onAnswer = onAnswer;
  }

  /** @param inCall whether a wrapped call is in progress */
  ask(hold: Hold, now: number, inCall: boolean): void {
    if (inCall) this.#askSite(hold);
    const ageMs = now - hold.sinceMs;
    if (ageMs < this.#thresholdMs / 4 || !this.#mayAsk(now, inCall)) return;
    // Close looks while it is not clear what it is, then ever wider ones; short holds after a long one are not missed.
    const everyMs = Math.min(this.#thresholdMs, Math.max(this.#thresholdMs / 5, ageMs / 10));
    if (hold.samples.length > 0 && now - this.#lastSampleMs < everyMs) return;
    this.#parts.capture.ask((answer) => {
      this.#lastSampleMs = answer.atMs;
      this.#onAnswer(answer);
    });
  }

  #askSite({ calls }: Hold): void {
    const call = calls.at(-1);
    if (call && call.lastMs - call.firstMs > this.#thresholdMs / 4) this.#parts.view.askSite(call.seq);
  }

  // A look that a debugger's pause fell into is answered after the pause; another one is answered in the midst of it.
  #mayAsk(now: number, inCall: boolean): boolean {
    const { askedMs, underWay } = this.#parts.capture;
    if (askedMs === null) return true;
    const asleep = this.#thread.sleeps && !inCall;
    return underWay === 1 && asleep && now - askedMs >= this.#thresholdMs * 0.4;
  }
}
