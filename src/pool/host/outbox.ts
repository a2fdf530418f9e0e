import type { Guard } from "../../../runtime/types.js";
import type { FromHost, Settlement } from "../protocol.js";
import { toWire } from "../wire-error.js";

/** Sends a message to the supervisor. */
export type Send = (message: FromHost) => void;

// Taken before a guard wraps it: a settlement is not the app's work.
const { stringify } = JSON;

/** Settlements wait this long for others to share their message, in ms. */
const GATHER_MS = 16;

/**
 * Sends settlements to the supervisor. Under a guard those of a few milliseconds go in one message: each message wakes
 * the supervisor and, through it, the broker, and the host pays for the waking. That is safe because the guard says what
 * still waits when the loop stands still: a settlement that was lost with a host would be a run done twice. Without a guard
 * they leave after each burst of microtasks.
 */
export class Outbox {
  readonly #send: Send;
  readonly #unsaid: Pick<Guard["unsaid"], "add" | "take">;
  readonly #gatherMs: number;
  #flushedMs = 0;
  #planned: "tick" | "turn" | null = null;

  constructor(send: Send, guard: Guard | null) {
    this.#send = send;
    this.#unsaid = guard?.unsaid ?? new Burst();
    this.#gatherMs = guard ? GATHER_MS : 0;
  }

  settle(settlement: Settlement): void {
    if (!this.#unsaid.add(toJson(settlement))) this.flush();
    else if (this.#planned === "tick") return;
    // A busy loop may be long in coming to its immediates; ticks come with every callback.
    else if (performance.now() - this.#flushedMs >= this.#gatherMs)
      this.#plan("tick", (flush) => process.nextTick(flush));
    else if (this.#planned === null) this.#plan("turn", setImmediate);
  }

  flush(): void {
    this.#planned = null;
    const settlements = this.#unsaid.take();
    if (settlements.length === 0) return;
    this.#flushedMs = performance.now();
    this.#send({ type: "settle", settlements });
  }

  #plan(when: "tick" | "turn", schedule: (flush: () => void) => unknown): void {
    this.#planned = when;
    schedule(() => this.flush());
  }
}

/** Texts that nobody else can say. */
class Burst {
  #texts: string[] = [];

  add(text: string): boolean {
    this.#texts.push(text);
    return true;
  }

  take(): string[] {
    const texts = this.#texts;
    this.#texts = [];
    return texts;
  }
}

/** A value without a JSON form fails its own run, and no other. */
function toJson(settlement: Settlement): string {
  try {
    return stringify(settlement);
  } catch (error) {
    const { key, tookMs } = settlement;
    return stringify({
      key,
      tookMs,
      status: "failed",
      error: toWire(error),
    } satisfies Settlement);
  }
}
