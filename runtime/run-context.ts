import { AsyncLocalStorage } from "node:async_hooks";
import type { Report, ReportTask } from "../src/findings/report.js";
import { RunSlots } from "./run-slots.js";
import { WORD, type SharedState } from "./shared-state.js";

/** One run as the main thread knows it; lives in the AsyncLocalStorage of all that the run awaits. */
export interface RunState {
  readonly task: ReportTask;
  readonly onAbort: ((report: Report) => void) | undefined;
  /** Where shared memory names it; 0: nowhere. Taken by need, and not for a run that settled: it would never be freed. */
  slot: number;
  settled: boolean;
}

/** The runs in flight on this loop, and which of them is executing. */
export class RunContext {
  readonly #storage = new AsyncLocalStorage<RunState>();
  readonly #inFlight = new Map<string, RunState>();
  readonly #state: SharedState;
  readonly #slots: RunSlots;

  constructor(state: SharedState) {
    this.#state = state;
    this.#slots = new RunSlots(state);
  }

  run<T>(task: ReportTask, fn: () => T, onAbort?: (report: Report) => void): T {
    const key = runKey(task);
    this.#forget(key);
    const run: RunState = { task, onAbort, slot: 0, settled: false };
    this.#inFlight.set(key, run);
    this.#changed();
    return this.#storage.run(run, fn);
  }

  settled(run: Pick<ReportTask, "queue" | "runId">): void {
    this.#forget(runKey(run));
    this.#changed();
  }

  current(): RunState | undefined {
    return this.#storage.getStore();
  }

  /** Slot that names the executing run: 0 outside of any run, -1 where shared memory does not name it. */
  slot(): number {
    const run = this.#storage.getStore();
    if (run === undefined) return 0;
    if (run.slot === 0 && !run.settled) run.slot = this.#slots.take(run.task);
    return run.slot || -1;
  }

  /** The run in flight of that identity. */
  find(run: Pick<ReportTask, "queue" | "runId">): RunState | undefined {
    return this.#inFlight.get(runKey(run));
  }

  stop(): void {
    this.#storage.disable();
    this.#inFlight.clear();
  }

  #forget(key: string): void {
    const run = this.#inFlight.get(key);
    if (!run) return;
    this.#inFlight.delete(key);
    this.#slots.release(run.slot);
    run.slot = 0;
    run.settled = true;
  }

  // Without a look at the clock: a run that does nothing costs little more than its context.
  #changed(): void {
    const { words } = this.#state;
    const size = this.#inFlight.size;
    words[WORD.IN_FLIGHT] = size;
    words[WORD.RUN_CHANGES] = words[WORD.RUN_CHANGES]! + 1;
    words[WORD.SOLE_RUN] = size === 1 ? this.#soleSlot() : 0;
  }

  #soleSlot(): number {
    const sole = this.#inFlight.values().next();
    if (sole.done) return 0;
    const run = sole.value;
    if (run.slot === 0) run.slot = this.#slots.take(run.task);
    return run.slot;
  }
}

/** Run ids are unique within their queue only. */
export function runKey(run: Pick<ReportTask, "queue" | "runId">): string {
  return `${run.queue}/${run.runId}`;
}
