import { fail } from "../findings/errors.js";
import { stallActions, type StallAction } from "../findings/stall-rule.js";
import { boundEnqueuer } from "./enqueuer.js";
import type { EnqueuedRun, Task, TaskOptions } from "./types.js";

// Registered globally: the app may resolve another copy of the package than the worker that runs it.
const brand = Symbol.for("loopward.task");

const DEFAULT_QUEUE = "default";

/**
 * Defines a task. Export the result from a file that a worker loads (`loopward worker -A FILE`);
 * call `.enqueue(input)` from anywhere.
 *
 * @throws LoopwardError `LOOPWARD_BAD_TASK` when a field is missing or of the wrong kind.
 */
export function defineTask<Input, Output>(options: TaskOptions<Input, Output>): Task<Input, Output> {
  validate(options as unknown as Record<string, unknown>);
  const task: Task<Input, Output> & { [brand]: true } = {
    ...options,
    run: (input, ctx) => options.run(input, ctx),
    queue: options.queue ?? DEFAULT_QUEUE,
    attempts: options.attempts ?? 1,
    async enqueue(input, enqueueOptions = {}) {
      const [run] = await boundEnqueuer().enqueue(task, [input], enqueueOptions);
      return run as EnqueuedRun<Output>;
    },
    async enqueueMany(inputs, enqueueOptions = {}) {
      return (await boundEnqueuer().enqueue(task, inputs, enqueueOptions)) as EnqueuedRun<Output>[];
    },
    [brand]: true,
  };
  return Object.freeze(task);
}

/** Whether a value came from `defineTask`, of this or another copy of the package. */
export function isTask(value: unknown): value is Task<unknown, unknown> {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}

function validate(options: Record<string, unknown>): void {
  const name = typeof options.name === "string" ? options.name : "";
  const reject = (reason: string) => fail("LOOPWARD_BAD_TASK", [name, reason]);
  if (name.trim() === "") throw reject("`name` must be a non-empty string");
  if (typeof options.run !== "function") throw reject("`run` must be a function");
  const { queue, pool, attempts, timeLimit, softTimeLimit, idempotent } = options;
  // BullMQ builds its keys with colons and refuses them in queue names.
  if (queue !== undefined && (typeof queue !== "string" || queue === "" || queue.includes(":")))
    throw reject("`queue` must be a non-empty string without a colon");
  if (pool !== undefined && pool !== "async" && pool !== "processes")
    throw reject('`pool` must be "async" or "processes"');
  if (attempts !== undefined && !(Number.isInteger(attempts) && (attempts as number) >= 1))
    throw reject("`attempts` must be a whole number of at least 1");
  if (timeLimit !== undefined && !(typeof timeLimit === "number" && timeLimit > 0))
    throw reject("`timeLimit` must be a number of milliseconds above 0");
  if (softTimeLimit !== undefined && !(typeof softTimeLimit === "number" && softTimeLimit > 0))
    throw reject("`softTimeLimit` must be a number of milliseconds above 0");
  if (idempotent !== undefined && typeof idempotent !== "boolean")
    throw reject("`idempotent` must be true or false");
  if (options.stall !== undefined) validateStall(options.stall, reject);
}

function validateStall(stall: unknown, reject: (reason: string) => Error): void {
  if (typeof stall !== "object" || stall === null) throw reject("`stall` must be an object");
  const { action, abortAfterMs } = stall as Record<string, unknown>;
  if (action !== undefined && !stallActions.includes(action as StallAction))
    throw reject(`\`stall.action\` must be one of ${stallActions.join(", ")}`);
  if (abortAfterMs !== undefined && !(typeof abortAfterMs === "number" && abortAfterMs > 0))
    throw reject("`stall.abortAfterMs` must be a number of milliseconds above 0");
}
