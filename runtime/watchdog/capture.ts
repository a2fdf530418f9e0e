import { Session, type Runtime } from "node:inspector";
import { nowMs } from "../clock.js";
import { PEEK_EXPRESSION, type Peek } from "../peek.js";
import type { Answer } from "./hold.js";

// V8 of Node 20 crashes where a debugger pauses in the midst of an evaluation that interrupted a function's entry: hence no
// breaks, an option that its types do not know.
const LOOK: Runtime.EvaluateParameterType & { disableBreaks: true } = {
  expression: PEEK_EXPRESSION,
  returnByValue: true,
  silent: true,
  disableBreaks: true,
};

/**
 * Looks at the main thread's stack from another thread.
 *
 * V8 serves an evaluation at its next interrupt check, in the midst of whatever runs: 0.2 ms a look, and nothing is
 * ever paused, so nothing has to be resumed. The Debugger domain stays off: enabled, it makes every await slower.
 */
export class Capture {
  readonly #session = new Session();
  readonly #pending = new Set<{ readonly fromMs: number }>();

  constructor() {
    this.#session.connectToMainThread();
  }

  /** When the oldest look waited for was asked for; null: none is. A native call is not interrupted: it takes until its end. */
  get askedMs(): number | null {
    const [oldest] = this.#pending;
    return oldest?.fromMs ?? null;
  }

  /** Looks waited for. */
  get underWay(): number {
    return this.#pending.size;
  }

  ask(onAnswer: (answer: Answer) => void): void {
    const fromMs = nowMs();
    const question = { fromMs };
    this.#pending.add(question);
    this.#session.post("Runtime.evaluate", LOOK, (error: Error | null, answer) => {
      this.#pending.delete(question);
      const text: unknown = answer?.result.value;
      // The hook throws where the stack is exhausted, and is gone once the guard stopped: then there is no sample.
      if (error || typeof text !== "string") return;
      const { caught, ...peek } = JSON.parse(text) as Peek;
      if (caught) onAnswer({ ...caught, fromMs: caught.atMs, api: 0, probed: true });
      onAnswer({ ...peek, fromMs });
    });
  }

  /** Must come before the process ends: Node waits for sessions that are still connected. */
  disconnect(): void {
    this.#session.disconnect();
  }
}
