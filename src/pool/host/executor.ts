import { channels } from "../../../runtime/channels.js";
import type { Guard, GuardedRun } from "../../../runtime/types.js";
import { errorTable, LoopwardError } from "../../findings/errors.js";
import type { ReportTask } from "../../findings/report.js";
import { CancelledError, StallError } from "../../findings/run-errors.js";
import { outcomeOfError, type RunOutcome } from "../../findings/run-outcome.js";
import { parseInput } from "../../task/input.js";
import { retryVerdict, type RetryVerdict } from "../../task/retry.js";
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
import { TransientMap } from "../transient-map.js";
import { toWire } from "../wire-error.js";
import type { LoadedTask } from "./app-loader.js";
import { Contexts } from "./contexts.js";
import { DEFAULT_SLICE_MS } from "./loop-share.js";
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
  readonly #contexts: Contexts;
  readonly #sliceMs: number;
  readonly #live = new TransientMap<{ readonly order: RunOrder; readonly end: RunEnd }>();

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
    this.#contexts = new Contexts(voice, (key, end) => this.#live.get(key)?.end === end);
  }

  /**
   * Begins a run, and calls `settle` when it has come to its end, which may be before this returns. Without promises of its own:
   * each costs where AsyncLocalStorage follows them (docs/nodes.md).
   */
  execute(order: RunOrder, settle: (settlement: Settlement) => void): void {
    const { key } = order;
    const began = performance.now();
    let isOnBoard = true;
    const settled = (outcome: RunOutcome, error: unknown, told: Outcome): void => {
      isOnBoard = false;
      end.settled();
      this.#live.take(key);
      guarded?.settled();
      const tookMs = Math.round(performance.now() - began);
      tellSettled(order, tookMs, outcome, error);
      settle({ key, ...told, tookMs });
    };
    const completed = (value: unknown): void => {
      if (!isOnBoard) return this.#tellLate(order, end.reason, "a result");
      trace?.completed();
      settled("completed", null, { status: "completed", value });
    };
    const failed = (error: unknown): void => {
      if (!isOnBoard) {
        if (!obeys(error, end.reason)) this.#tellLate(order, end.reason, String(error));
        return;
      }
      trace?.failed(error);
      const wire = { ...toWire(error), retry: this.#verdict(order, error) };
      settled(outcomeOfError(error), error, { status: "failed", error: wire });
    };
    const end = new RunEnd(failed);
    this.#live.set(key, { order, end });
    const guarded = this.#guard?.begin(reportTask(order), (report) =>
      end.giveUp(new StallError(order.task, report)),
    );
    const trace = this.#tracer?.begin(order);
    tellStart(order);
    let running: unknown;
    try {
      running = this.#run(order, end, guarded, trace);
    } catch (error) {
      return failed(error);
    }
    if (running instanceof Promise) running.then(completed, failed);
    else completed(running);
  }

  /** The run in whose context the caller executes; it may have settled. */
  current(): RunName | null {
    const named = this.#guard?.current();
    if (named) return { ...named, task: named.name };
    // Without a guard there is no context, and with one run no doubt.
    if (this.#guard || this.#live.size !== 1) return null;
    return this.#live.values()[0]!.order;
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

  /**
   * What the task's function returns: a promise, or a value that is none.
   * @throws what it throws before its first await; LoopwardError `LOOPWARD_UNKNOWN_TASK`
   */
  #run(order: RunOrder, end: RunEnd, guarded: GuardedRun | undefined, trace: RunTrace | undefined): unknown {
    const { task, info } = this.#taskOf(order);
    const context = this.#contexts.of(order, end, task.slice ?? this.#sliceMs);
    const plain = task.input
      ? async () => task.run(await parseInput(task, order.input), context)
      : () => promised(task.run(order.input, context));
    const body = trace ? () => trace.execute(plain) : plain;
    end.begin(order.task, info);
    return guarded ? guarded.execute(body) : body();
  }

  // Nobody waits for it any more; whoever wonders why a run failed finds that it went on all the same.
  #tellLate(order: RunOrder, reason: Error | null, what: string): void {
    this.#tell(order, `${what} came late and is ignored; it was given up (${reason?.name})`);
  }

  #tell({ task, runId, queue, attempt }: RunOrder, what: string): void {
    this.#voice.notice({ task, runId, queue, attempt }, `task ${task}, run ${runId}: ${what}`);
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
function obeys(error: unknown, reason: Error | null): boolean {
  return error === reason || (error instanceof Error && ["AbortError", reason?.name].includes(error.name));
}

/** A `then` that is not the language's may be the task's own code (a query that begins when it is awaited): called as a part of its run. */
function promised(returned: unknown): unknown {
  const then = (returned as { then?: unknown } | null | undefined)?.then;
  if (typeof then !== "function" || then === Promise.prototype.then) return returned;
  return new Promise((settle) => settle(returned));
}

function reportTask({ task, runId, queue, attempt }: RunOrder): ReportTask {
  return { name: task, runId, queue, attempt };
}
