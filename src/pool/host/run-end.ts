import { TimeLimitError } from "../../findings/run-errors.js";
import type { TaskInfo } from "../../task/types.js";

type Limits = Pick<TaskInfo, "timeLimitMs" | "softTimeLimitMs">;

/**
 * The end of a run before its time. Its `AbortSignal` is made when the task first asks for it: most never do, and a
 * signal with its listeners is the dearest part of a short run.
 */
export class RunEnd {
  readonly #fail: (reason: Error) => void;
  #controller: AbortController | null = null;
  #reason: Error | null = null;
  /** What the signal was aborted with, though the run may go on. */
  #warning: Error | null = null;
  #timer: NodeJS.Timeout | undefined;
  #softTimer: NodeJS.Timeout | undefined;

  /** @param fail settles the run with the reason, if it has not settled */
  constructor(fail: (reason: Error) => void) {
    this.#fail = fail;
  }

  /** @param name what errors call the run's task */
  begin(name: string, { timeLimitMs: hardMs, softTimeLimitMs: softMs }: Limits): void {
    if (hardMs !== null)
      this.#timer = setTimeout(() => this.giveUp(new TimeLimitError(name, hardMs)), hardMs);
    if (softMs !== null)
      this.#softTimer = setTimeout(() => this.#warn(new TimeLimitError(name, softMs)), softMs);
  }

  /** Why the run was given up; null: it was not. */
  get reason(): Error | null {
    return this.#reason;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      const reason = this.#reason ?? this.#warning;
      if (reason) this.#controller.abort(reason);
    }
    return this.#controller.signal;
  }

  /** Aborts the signal with the reason, and fails the run: what its function does later is ignored. Once: the first reason holds. */
  giveUp(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#fail(reason);
    this.#controller?.abort(reason);
  }

  /** The run settled. */
  settled(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#softTimer);
  }

  #warn(warning: Error): void {
    this.#warning = warning;
    this.#controller?.abort(warning);
  }
}
