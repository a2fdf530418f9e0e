import { types } from "node:util";
import type { Report, ReportTask } from "../src/findings/report.js";
import { DEFAULT_REPORTS_BYTES } from "../src/findings/report-file.js";
import { outcomeOfError, type RunOutcome } from "../src/findings/run-outcome.js";
import { channels } from "./channels.js";
import { DEFAULT_ABORT_AFTER_MS, DEFAULT_THRESHOLD_MS, defaultReportsFolder } from "./defaults.js";
import { startGuard as startLoopGuard } from "./guard.js";
import { inputOptions, type InputChoice } from "./input/options.js";
import { RunInputs } from "./input/run-inputs.js";
import { describeJob } from "./job.js";
import { ORIGIN_COST, type OriginChoice } from "./origin/options.js";
import { strictOptions, type StrictChoice } from "./strict/options.js";
import type { Guard } from "./types.js";

export type { Blame, BlamedTask, Frame, Report, ReportTask, TaskInput } from "../src/findings/report.js";
export { BlockingCallError } from "../src/findings/run-errors.js";
export type { InputChoice } from "./input/options.js";
export type { OriginChoice } from "./origin/options.js";
export type { StrictAction, StrictChoice } from "./strict/options.js";
export type { Cause } from "../src/findings/cause.js";
export type { RunSettleEvent, RunStartEvent, StallEvent } from "./channels.js";

/** Options of a guard in the caller's own process. It reports and touches no run. */
export interface ProcessGuardOptions extends StrictChoice, OriginChoice, InputChoice {
  /** A loop that did not turn for longer is a stall, in ms; 100 unless said, 20 at least. */
  readonly thresholdMs?: number;
  /** Files in reports are relative to it; the working directory unless said. */
  readonly root?: string;
  /** One file to which reports are appended, one JSON object a line; files by day and size in `.loopward/reports` below `root` unless said. */
  readonly file?: string;
  /** What the files in `.loopward/reports` may hold together, in bytes; the oldest are deleted. 256 MiB unless said. */
  readonly reportsMaxBytes?: number;
  /** Called with every report, ongoing ones too, as soon as the loop turns. */
  readonly onReport?: (report: Report) => void;
}

/** What a run is called in reports; only the name is needed. */
export interface RunInfo extends Partial<ReportTask> {
  readonly name: string;
  /** What the run was given: for reports, where they may hold it (`captureInput`). */
  readonly input?: unknown;
}

/** The guard of the caller's own process. */
export class ProcessGuard {
  readonly #guard: Guard;
  readonly #inputs: RunInputs | null;
  #runs = 0;

  constructor(guard: Guard, inputs: RunInputs | null) {
    this.#guard = guard;
    this.#inputs = inputs;
  }

  /** Executes `fn` as a run: a stall in it, or in anything it awaits, names it. It ends when its promise settles. */
  run<T>(info: RunInfo, fn: () => T): T {
    this.#runs += 1;
    // One by one: whoever hands over a whole job does not want it in reports.
    const { name, runId = `${process.pid}-${this.#runs}`, queue = "default", attempt = 1, input } = info;
    const task: ReportTask = { name, runId, queue, attempt };
    const run = this.#guard.begin(task);
    this.#inputs?.begin(task, input);
    const told = tellRun(task);
    const settled = (outcome: RunOutcome, error: unknown): void => {
      run.settled();
      this.#inputs?.settled(task);
      told?.(outcome, error);
    };
    const completed = (): void => settled("completed", null);
    const failed = (error: unknown): void => settled(outcomeOfError(error), error);
    let result: T;
    try {
      result = run.execute(fn);
    } catch (error) {
      failed(error);
      throw error;
    }
    // Of another realm, too, as under Jest.
    if (types.isPromise(result)) result.then(completed, failed);
    else completed();
    return result;
  }

  /**
   * Wraps the processor of a queue, so that each of its calls is a run named after its job: BullMQ's
   * `(job, token) => …`, pg-boss's `([job]) => …`, graphile-worker's `(payload, { job }) => …`, Agenda's `(job) => …`; or the
   * handler of a route of Fastify or Express. What it takes for `this`, its name and its arity stay as they are.
   */
  wrap<This, Args extends unknown[], T>(
    processor: (this: This, ...args: Args) => T,
  ): (this: This, ...args: Args) => T {
    const run = (args: Args, fn: () => T): T => this.run(describeJob(args, processor.name), fn);
    const wrapper = function (this: This, ...args: Args): T {
      return run(args, () => processor.apply(this, args));
    };
    // By its arity BullMQ sees whether a processor takes a signal, and Agenda whether it takes a callback.
    return Object.defineProperties(wrapper, {
      name: { value: processor.name, configurable: true },
      length: { value: processor.length, configurable: true },
    });
  }

  /** Resolves when every report of what has happened so far is written and told. */
  flush(): Promise<void> {
    return this.#guard.flush();
  }

  /** The run in whose context the caller executes. */
  current(): ReportTask | null {
    return this.#guard.current();
  }

  /** Ends the watchdog thread, takes everything off that was wrapped, and writes the last reports. */
  stop(): Promise<void> {
    return this.#guard.stop();
  }
}

const starts = channels["loopward:run:start"];
const settles = channels["loopward:run:settle"];

/** Tells whoever listens that a run begins. @returns tells of its end; null: nobody listens to that yet */
function tellRun({
  name,
  runId,
  queue,
  attempt,
}: ReportTask): ((outcome: RunOutcome, error: unknown) => void) | null {
  if (!starts.hasSubscribers && !settles.hasSubscribers) return null;
  const began = performance.now();
  const run = { task: name, runId, queue, attempt, handler: name };
  starts.publish({ ...run, redelivered: false, pid: process.pid });
  return (outcome, error) =>
    settles.publish({ ...run, outcome, tookMs: Math.round(performance.now() - began), error });
}

/**
 * Starts the guard in the caller's own process. Best before the modules that it is to watch are loaded.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION` when one watches already, or an allowed API or a path is none; `LOOPWARD_STATE_DIR` when the reports' folder cannot be made;
 * `LOOPWARD_DRIVER_MISSING` in origin mode without the package `blocked-at`
 */
export async function startGuard(options: ProcessGuardOptions = {}): Promise<ProcessGuard> {
  const root = options.root ?? process.cwd();
  const capture = inputOptions(options);
  const inputs = capture && new RunInputs(capture);
  const guard = await startLoopGuard({
    mode: "report",
    thresholdMs: options.thresholdMs ?? DEFAULT_THRESHOLD_MS,
    abortAfterMs: DEFAULT_ABORT_AFTER_MS,
    root,
    strict: strictOptions(options),
    origin: options.origin ?? false,
    sink:
      options.file === undefined
        ? {
            folder: defaultReportsFolder(root),
            maxBytes: options.reportsMaxBytes ?? DEFAULT_REPORTS_BYTES,
          }
        : { file: options.file },
    ...(inputs && { inputOf: (task) => inputs.of(task) }),
    onReport: (report) => {
      const stalls = channels["loopward:stall"];
      if (stalls.hasSubscribers) stalls.publish({ report, handler: report.task?.name ?? null });
      options.onReport?.(report);
    },
  });
  if (options.origin) process.emitWarning(ORIGIN_COST);
  return new ProcessGuard(guard, inputs);
}
