import { StallError } from "../../findings/run-errors.js";
import { runKey } from "../protocol.js";
import type { Executor } from "./executor.js";
import type { Send } from "./outbox.js";

/**
 * Errors that no promise carries to their run: uncaught exceptions, unhandled rejections, `process.exit` in a task.
 * They belong to the run in whose context they happened: that run fails, and the host lives on unless told otherwise. An
 * error outside of any run leaves the app in an unknown state: the host ends, as Node.js would, and says why.
 */
export class StrayErrors {
  readonly #executor: Executor;
  readonly #send: Send;
  readonly #endsHost: boolean;
  #ending = false;

  /** @param endsHost whether such an error ends the host although it is known whose it is */
  constructor(executor: Executor, send: Send, endsHost: boolean) {
    this.#executor = executor;
    this.#send = send;
    this.#endsHost = endsHost;
  }

  catch(): void {
    process.on("uncaughtException", (error) => this.#stray(error, "uncaught exception"));
    process.on("unhandledRejection", (reason) => this.#stray(reason, "unhandled rejection"));
    process.once("exit", (code) =>
      this.#tellEnd(this.#executor.current(), `process.exit(${code}) was called`),
    );
  }

  /** From here on the host ends because it was told to. */
  expectEnd(): void {
    this.#ending = true;
  }

  #stray(thrown: unknown, what: string): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    // Thrown by a check in a callback that no promise waits for: its run has been rejected with it already.
    if (error instanceof StallError) return;
    const run = this.#executor.current();
    if (run && !this.#endsHost) {
      const live = this.#executor.giveUp(run, error);
      const outcome = live ? "the run fails with it" : "the run had settled before";
      const { task, runId, queue, attempt } = run;
      const message = `${what} in task ${task}, run ${runId}; ${outcome}: ${error.stack}`;
      this.#send({ type: "notice", run: { task, runId, queue, attempt }, message });
      return;
    }
    const where = run ? `in task ${run.task}, run ${run.runId}` : "outside of any run";
    console.error(`${what} ${where}: ${error.stack}`);
    this.#tellEnd(run, `${what} ${where}: ${error.message}`);
    process.exit(1);
  }

  #tellEnd(run: { readonly queue: string; readonly runId: string } | null, reason: string): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#send({ type: "ending", key: run && runKey(run), reason });
  }
}
