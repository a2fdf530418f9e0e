import { AsyncLocalStorage, executionAsyncId } from "node:async_hooks";
import type { Report, ReportTask } from "../src/findings/report.js";
import { AbortableRuns } from "./abortable-runs.js";
import { ChangeClock } from "./change-clock.js";
import { RunSlots } from "./run-slots.js";
import { WORD, type SharedState } from "./shared-state.js";
import type { GuardedRun } from "./types.js";

/** The runs in flight on this loop, and which of them is executing. */
export class RunContext {
  readonly #storage = new AsyncLocalStorage<RunState>();
  readonly #abortable: AbortableRuns | null;
  readonly #words: Int32Array;
  readonly #clock: ChangeClock;
  readonly #slots: RunSlots;
  /** Whether the store belongs to the execution that has this number: so it is where AsyncLocalStorage rests on async_hooks. */
  readonly #isNumbered = "kResourceStore" in this.#storage;
  /** The execution that was asked about last; 0: none, or its answer is no longer known. */
  #lastExecution = 0;
  #lastSlot = 0;

  /** @param aborts whether runs may have to be ended */
  constructor(state: SharedState, aborts: boolean) {
    this.#abortable = aborts ? new AbortableRuns() : null;
    this.#words = state.words;
    this.#clock = new ChangeClock(state);
    this.#slots = new RunSlots(state);
  }

  begin(task: ReportTask, onAbort?: (report: Report) => void): RunState {
    const run = new RunState(this, task, onAbort);
    this.#clock.begun();
    if (this.#abortable) this.#nameSole(this.#abortable.add(run));
    return run;
  }

  execute<T>(run: RunState, fn: () => T): T {
    if (!this.#isNumbered) return this.#storage.run(run, fn);
    this.#lastExecution = 0;
    try {
      return this.#storage.run(run, fn);
    } finally {
      this.#lastExecution = 0;
    }
  }

  settled(run: RunState): void {
    if (run.place === -1) return;
    this.#lastExecution = 0;
    this.#clock.settled();
    if (this.#abortable) this.#nameSole(this.#abortable.remove(run));
    run.place = -1;
    if (run.slot !== 0) this.#slots.release(run.slot);
    run.slot = 0;
  }

  /** The heart beat. */
  beat(): void {
    this.#clock.beat();
  }

  current(): RunState | undefined {
    return this.#storage.getStore();
  }

  /**
   * Slot that names the executing run: 0 outside of any run, -1 where shared memory does not name it. Asked at each wrapped call,
   * of which there are many in a row: comparing a number spares the look into the store.
   */
  slot(): number {
    const execution = this.#isNumbered ? executionAsyncId() : 0;
    if (execution !== 0 && execution === this.#lastExecution) return this.#lastSlot;
    const run = this.#storage.getStore();
    const slot = run === undefined ? 0 : this.#slotOf(run) || -1;
    // One may become free.
    this.#lastExecution = slot === -1 ? 0 : execution;
    this.#lastSlot = slot;
    return slot;
  }

  /** The run in flight of that identity; none is found where none may have to be ended. */
  find(identity: Pick<ReportTask, "queue" | "runId">): RunState | undefined {
    return this.#abortable?.find(identity);
  }

  stop(): void {
    this.#storage.disable();
    this.#lastExecution = 0;
    this.#abortable?.clear();
  }

  // Taken by need, and not for a run that settled: it would never be freed.
  #slotOf(run: RunState): number {
    if (run.slot === 0 && run.place !== -1) run.slot = this.#slots.take(run.task);
    return run.slot;
  }

  // Of three it has been none already.
  #nameSole(inFlight: readonly RunState[]): void {
    const { length } = inFlight;
    if (length < 3) this.#words[WORD.SOLE_RUN] = length === 1 ? this.#slotOf(inFlight[0]!) : 0;
  }
}

/** One run as the main thread knows it; lives in the AsyncLocalStorage of all that the run awaits. */
export class RunState implements GuardedRun {
  readonly task: ReportTask;
  readonly onAbort: ((report: Report) => void) | undefined;
  /** Where shared memory names it; 0: nowhere. */
  slot = 0;
  /** Its place among the runs that may be ended; -1: it settled. */
  place = 0;
  readonly #runs: RunContext;

  constructor(runs: RunContext, task: ReportTask, onAbort: ((report: Report) => void) | undefined) {
    this.#runs = runs;
    this.task = task;
    this.onAbort = onAbort;
  }

  execute<T>(fn: () => T): T {
    return this.#runs.execute(this, fn);
  }

  settled(): void {
    this.#runs.settled(this);
  }
}

/** What an attempt did is not the next one's. */
export function attemptKey(run: Pick<ReportTask, "queue" | "runId" | "attempt">): string {
  return `${runKey(run)}/${run.attempt}`;
}

/** Run ids are unique within their queue only. */
export function runKey(run: Pick<ReportTask, "queue" | "runId">): string {
  return `${run.queue}/${run.runId}`;
}
