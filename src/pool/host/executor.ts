import { channels } from "../../../runtime/channels.js";
import type { Guard, GuardedRun } from "../../../runtime/types.js";
import { errorTable, LoopwardError } from "../../findings/errors.js";
import type { ReportTask } from "../../findings/report.js";
import { CancelledError, StallError } from "../../findings/run-errors.js";
import { outcomeOfError, type RunOutcome } from "../../findings/run-outcome.js";
import { parseInput } from "../../task/input.js";
import { retryVerdict, type RetryVerdict } from "../../task/retry.js";
import type { RunContext } from "../../task/types.js";
import type { JobMethod } from "../job-protocol.js";
import {
  eventOf,
  handlerOf,
  runKey,
  type Outcome,
  type RunName,
  type RunOrder,
  type Settlement,
} from "../protocol.js";
import { toWire } from "../wire-error.js";
import type { AdoptedContext } from "./adopted/adopt-handler.js";
import { sandboxedJob } from "./adopted/sandboxed-job.js";
import type { LoadedTask } from "./app-loader.js";
import { DEFAULT_SLICE_MS, LoopShare } from "./loop-share.js";
import { RunEnd } from "./run-end.js";
import type { RunTrace, RunTracer } from "./run-tracer.js";

const starts = channels["loopward:run:start"];
const settles = channels["loopward:run:settle"];

/** What a run tells while it lasts. */
export interface RunVoice {
  progress(key: string, value: unknown): void;
  log(key: string, message: string, fields?: Record<string, unknown>): void;
  /** Calls a method of the broker's job, for an adopted handler; rejects with what that threw. */
  call(key: string, method: JobMethod, args: readonly unknown[]): Promise<unknown>;
  /** Something about a run that may have settled, for the worker's log. */
  notice(run: RunName, message: string): void;
}

/**
 * Executes runs on this host's loop, each in its own guarded context, until it settles or is given up.
 * A run that is given up (stall, time limit, cancel) is rejected at once; what its function does later is ignored.
 */
export class Executor {
  readonly #tasks: ReadonlyMap<string, LoadedTask>;
  readonly #guard: Guard | null;
  readonly #voice: RunVoice;
  readonly #tracer: RunTracer | null;
  readonly #share = new LoopShare();
  readonly #sliceMs: number;
  readonly #live = new Map<string, { readonly order: RunOrder; readonly end: RunEnd }>();

  /** @param sliceMs how long a run may hold the loop between two `ctx.yieldIfDue()`, unless its task says */
  constructor(
    tasks: ReadonlyMap<string, LoadedTask>,
    guard: Guard | null,
    voice: RunVoice,
    sliceMs = DEFAULT_SLICE_MS,
    tracer: RunTracer | null = null,
  ) {
    this.#tracer = tracer;
    this.#sliceMs = sliceMs;
    this.#tasks = tasks;
    this.#guard = guard;
    this.#voice = voice;
  }

  async execute(order: RunOrder): Promise<Settlement> {
    const { key } = order;
    const end = new RunEnd();
    const began = performance.now();
    this.#live.set(key, { order, end });
    const guarded = this.#guard?.begin(reportTask(order), (report) =>
      end.giveUp(new StallError(order.task, report)),
    );
    const trace = this.#tracer?.begin(order);
    tellStart(order);
    const tookMs = () => Math.round(performance.now() - began);
    const outcome = await this.#run(order, end, guarded, trace).then(
      (value): Outcome => {
        trace?.completed();
        tellSettled(order, tookMs(), "completed", null);
        return { status: "completed", value };
      },
      (error: unknown): Outcome => {
        trace?.failed(error);
        tellSettled(order, tookMs(), outcomeOfError(error), error);
        return { status: "failed", error: { ...toWire(error), retry: this.#verdict(order, error) } };
      },
    );
    end.settled();
    this.#live.delete(key);
    guarded?.settled();
    return { key, ...outcome, tookMs: tookMs() };
  }

  /** The run in whose context the caller executes; it may have settled. */
  current(): RunName | null {
    const named = this.#guard?.current();
    if (named) return { ...named, task: named.name };
    // Without a guard there is no context, and with one run no doubt.
    const [sole] = this.#live.values();
    return !this.#guard && sole && this.#live.size === 1 ? sole.order : null;
  }

  /** Fails a run before its time; false when it has settled. */
  giveUp(run: Pick<RunOrder, "queue" | "runId">, reason: Error): boolean {
    const live = this.#live.get(runKey(run));
    live?.end.giveUp(reason);
    return live !== undefined;
  }

  /** Ends a run as cancelled; does nothing when it has settled. */
  cancel(key: string, reason: string | null): void {
    const live = this.#live.get(key);
    live?.end.giveUp(new CancelledError(live.order.task, reason));
  }

  #verdict(order: RunOrder, thrown: unknown): RetryVerdict | undefined {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    try {
      return retryVerdict(this.#tasks.get(handlerOf(order))?.task, error);
    } catch (fault) {
      // Its own mistake must not decide over the run.
      this.#tell(order, `\`retryable\` threw ${String(fault)}; the run may be tried again`);
      return undefined;
    }
  }

  #taskOf(order: RunOrder): LoadedTask {
    const loaded = this.#tasks.get(handlerOf(order));
    if (loaded) return loaded;
    const known = [...this.#tasks.keys()].join(", ");
    throw new LoopwardError("LOOPWARD_UNKNOWN_TASK", errorTable.LOOPWARD_UNKNOWN_TASK(order.task, known));
  }

  // An unknown task rejects too.
  async #run(
    order: RunOrder,
    end: RunEnd,
    guarded: GuardedRun | undefined,
    trace: RunTrace | undefined,
  ): Promise<unknown> {
    const { task, info } = this.#taskOf(order);
    const sliceMs = task.slice ?? this.#sliceMs;
    const context = order.job
      ? this.#adoptedContext(order, end, sliceMs)
      : this.#context(order, end, sliceMs);
    // A promise of whatever the task returns: a function that throws before its first await rejects like any other.
    const plain = task.input
      ? async () => task.run(await parseInput(task, order.input), context)
      : () => new Promise((settle) => settle(task.run(order.input, context)));
    const body = trace ? () => trace.execute(plain) : plain;
    return new Promise((resolve, reject) => {
      end.begin(order.task, info, reject);
      const running = guarded ? guarded.execute(body) : body();
      running.then(
        (value) => {
          if (end.reason) this.#tellLate(order, end.reason, "a result");
          resolve(value);
        },
        (error: Error) => {
          if (end.reason && !obeys(error, end.reason)) this.#tellLate(order, end.reason, String(error));
          reject(error);
        },
      );
    });
  }

  // Nobody waits for it any more; whoever wonders why a run failed finds that it went on all the same.
  #tellLate(order: RunOrder, reason: Error, what: string): void {
    this.#tell(order, `${what} came late and is ignored; it was given up (${reason.name})`);
  }

  #tell({ task, runId, queue, attempt }: RunOrder, what: string): void {
    this.#voice.notice({ task, runId, queue, attempt }, `task ${task}, run ${runId}: ${what}`);
  }

  #context(order: RunOrder, end: RunEnd, sliceMs: number): RunContext {
    const { key } = order;
    const share = this.#share;
    return {
      id: order.runId,
      attempt: order.attempt,
      redelivered: order.redelivered,
      get signal() {
        return end.signal;
      },
      log: (message, fields) => this.#voice.log(key, message, fields),
      progress: (value) => this.#voice.progress(key, value),
      yieldIfDue: () => share.yieldIfDue(sliceMs),
    };
  }

  #adoptedContext(order: RunOrder, end: RunEnd, sliceMs: number): AdoptedContext {
    const job = sandboxedJob(order, async (method, args) => {
      // What goes on after its run was given up must not touch the job, which may be running elsewhere.
      if (this.#live.get(order.key)?.end !== end) throw new Error(`${method}: the run has settled`);
      try {
        return await this.#voice.call(order.key, method, args);
      } catch (error) {
        end.giveUp(error as Error);
        throw error;
      }
    });
    // Its signal is made for each: handlers get it as an argument.
    return { ...this.#context(order, end, sliceMs), job, token: order.job?.token };
  }
}

function tellStart(order: RunOrder): void {
  if (!starts.hasSubscribers) return;
  starts.publish({ ...eventOf(order), redelivered: order.redelivered, pid: process.pid });
}

function tellSettled(order: RunOrder, tookMs: number, outcome: RunOutcome, error: unknown): void {
  if (!settles.hasSubscribers) return;
  settles.publish({ ...eventOf(order), outcome, tookMs, error });
}

/** Whether a run ended with what it was told to end with. */
function obeys(error: unknown, reason: Error): boolean {
  return error === reason || (error instanceof Error && ["AbortError", reason.name].includes(error.name));
}

function reportTask({ task, runId, queue, attempt }: RunOrder): ReportTask {
  return { name: task, runId, queue, attempt };
}
