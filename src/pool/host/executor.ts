import type { Guard } from "../../../runtime/types.js";
import { errorTable, LoopwardError } from "../../findings/errors.js";
import { StallError, TimeLimitError } from "../../findings/run-errors.js";
import type { RunContext } from "../../task/types.js";
import type { RunOrder, Settlement } from "../protocol.js";
import { toWire } from "../wire-error.js";
import type { LoadedTask } from "./app-loader.js";
import { createYielder } from "./yield.js";

/** What a run tells while it lasts. */
export interface RunVoice {
  progress(key: string, value: unknown): void;
  log(key: string, message: string, fields?: Record<string, unknown>): void;
}

/**
 * Executes runs on this host's loop, each in its own guarded context, until it settles or is given up.
 * A run that is given up (stall, time limit, cancel) is rejected at once; what its function does later is ignored.
 */
export class Executor {
  readonly #tasks: ReadonlyMap<string, LoadedTask>;
  readonly #guard: Guard | null;
  readonly #voice: RunVoice;
  readonly #yieldIfDue = createYielder();

  constructor(tasks: ReadonlyMap<string, LoadedTask>, guard: Guard | null, voice: RunVoice) {
    this.#tasks = tasks;
    this.#guard = guard;
    this.#voice = voice;
  }

  async execute(order: RunOrder): Promise<Settlement> {
    const { key } = order;
    try {
      return { key, status: "completed", value: await this.#run(order) };
    } catch (error) {
      return { key, status: "failed", error: toWire(error) };
    } finally {
      this.#guard?.settled(order);
    }
  }

  async #run(order: RunOrder): Promise<unknown> {
    const loaded = this.#tasks.get(order.task);
    if (!loaded) {
      const known = [...this.#tasks.keys()].join(", ");
      throw new LoopwardError("LOOPWARD_UNKNOWN_TASK", errorTable.LOOPWARD_UNKNOWN_TASK(order.task, known));
    }
    const { task, info } = loaded;
    const controller = new AbortController();
    const givenUp = rejectionOf(controller.signal);
    const timer =
      info.timeLimitMs === null
        ? undefined
        : setTimeout(
            (limitMs) => controller.abort(new TimeLimitError(task.name, limitMs)),
            info.timeLimitMs,
            info.timeLimitMs,
          );
    const context = this.#context(order, controller.signal);
    // A function that throws before its first await rejects like any other.
    const body = () => new Promise((resolve) => resolve(task.run(order.input, context)));
    try {
      const running = this.#guard
        ? this.#guard.run(
            { name: order.task, runId: order.runId, queue: order.queue, attempt: order.attempt },
            body,
            (report) => controller.abort(new StallError(order.task, report)),
          )
        : body();
      return await Promise.race([running, givenUp]);
    } finally {
      clearTimeout(timer);
    }
  }

  #context(order: RunOrder, signal: AbortSignal): RunContext {
    const { key } = order;
    return {
      id: order.runId,
      attempt: order.attempt,
      redelivered: order.redelivered,
      signal,
      log: (message, fields) => this.#voice.log(key, message, fields),
      progress: (value) => this.#voice.progress(key, value),
      yieldIfDue: this.#yieldIfDue,
    };
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  const rejection = new Promise<never>((_resolve, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason is one of our errors
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  // Nobody may be listening any more when a run is given up after it settled.
  rejection.catch(() => undefined);
  return rejection;
}
