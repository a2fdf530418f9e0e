import { TimeLimitError } from "../../findings/run-errors.js";

/**
 * The end of a run before its time. Its `AbortSignal` is made when the task first asks for it: most never do, and a
 * signal with its listeners is the dearest part of a short run.
 */
export class RunEnd {
  #reject: ((reason: Error) => void) | null = null;
  #controller: AbortController | null = null;
  #reason: Error | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** @param reject rejects the run; does nothing once it settled */
  begin(task: string, limitMs: number | null, reject: (reason: Error) => void): void {
    this.#reject = reject;
    if (limitMs === null) return;
    this.#timer = setTimeout(() => this.giveUp(new TimeLimitError(task, limitMs)), limitMs);
  }

  /** Why the run was given up; null: it was not. */
  get reason(): Error | null {
    return this.#reason;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#reason) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Aborts the signal with the reason, and rejects the run: what its function does later is ignored. */
  giveUp(reason: Error): void {
    this.#reason ??= reason;
    this.#reject?.(reason);
    this.#controller?.abort(reason);
  }

  /** The run settled. */
  settled(): void {
    clearTimeout(this.#timer);
  }
}
