import type { ReportTask } from "../src/findings/report.js";
import type { RunState } from "./run-context.js";

/** The runs in flight of a guard that ends some of them: one that only reports has to find none, and is spared the book-keeping. */
export class AbortableRuns {
  // Without gaps: a run knows its place, so that none has to be looked for.
  readonly #inFlight: RunState[] = [];

  /** @returns all in flight */
  add(run: RunState): readonly RunState[] {
    run.place = this.#inFlight.length;
    this.#inFlight.push(run);
    return this.#inFlight;
  }

  /** @returns all that are left in flight */
  remove(run: RunState): readonly RunState[] {
    const last = this.#inFlight.pop();
    // None is left of those that settle when the guard has stopped.
    if (last && last !== run) {
      this.#inFlight[run.place] = last;
      last.place = run.place;
    }
    return this.#inFlight;
  }

  /** The run of that identity. Only for runs that are given up: it looks at all. */
  find({ queue, runId }: Pick<ReportTask, "queue" | "runId">): RunState | undefined {
    return this.#inFlight.find(({ task }) => task.runId === runId && task.queue === queue);
  }

  clear(): void {
    this.#inFlight.length = 0;
  }
}
