import type { Report } from "../../src/findings/report.js";

// How long the final record of a stall waits for the main thread's answer, in ms.
const ANSWER_MS = 500;

/** Asks the main thread about reports. Where it does not answer in time, or cannot any more, the answer is `otherwise`. */
export class Questions<T> {
  readonly #put: (report: Report) => void;
  readonly #otherwise: T;
  readonly #open = new Map<string, (answer: T) => void>();
  #closed = false;

  constructor(put: (report: Report) => void, otherwise: T) {
    this.#put = put;
    this.#otherwise = otherwise;
  }

  ask(report: Report): Promise<T> {
    return new Promise((resolve) => {
      const settle = (answer: T): void => {
        clearTimeout(timeout);
        this.#open.delete(report.id);
        resolve(answer);
      };
      const timeout = setTimeout(() => settle(this.#otherwise), this.#closed ? 0 : ANSWER_MS);
      this.#open.set(report.id, settle);
      if (!this.#closed) this.#put(report);
    });
  }

  answer(reportId: string, answer: T): void {
    this.#open.get(reportId)?.(answer);
  }

  /** The main thread answers no more. */
  close(): void {
    this.#closed = true;
    for (const settle of this.#open.values()) settle(this.#otherwise);
  }
}
