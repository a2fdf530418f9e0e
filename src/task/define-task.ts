import type { StandardSchemaV1 } from "@standard-schema/spec";
import { fail } from "../findings/errors.js";
import { boundEnqueuer } from "./enqueuer.js";
import { assertInputs } from "./input.js";
import { declaredSchedules } from "./schedule.js";
import type { EnqueuedRun, Task, TaskOptions } from "./types.js";
import { validate } from "./validate.js";

// Registered globally: the app may resolve another copy of the package than the worker that runs it.
const brand = Symbol.for("loopward.task");

const DEFAULT_QUEUE = "default";

/** What `defineTask` takes with a schema: it says what callers give and what `run` gets. */
export type SchemaTaskOptions<Schema extends StandardSchemaV1, Output> = Omit<
  TaskOptions<StandardSchemaV1.InferInput<Schema>, Output, StandardSchemaV1.InferOutput<Schema>>,
  "input"
> & { readonly input: Schema };

/**
 * Defines a task. Export the result from a file that a worker loads (`loopward worker -A FILE`);
 * call `.enqueue(input)` from anywhere.
 *
 * @throws LoopwardError `LOOPWARD_BAD_TASK` when a field is missing or of the wrong kind.
 */
export function defineTask<Schema extends StandardSchemaV1, Output>(
  options: SchemaTaskOptions<Schema, Output>,
): Task<StandardSchemaV1.InferInput<Schema>, Output, StandardSchemaV1.InferOutput<Schema>>;
export function defineTask<Input, Output>(
  options: TaskOptions<Input, Output> & { readonly input?: undefined },
): Task<Input, Output>;
export function defineTask<Input, Output, Parsed>(
  options: TaskOptions<Input, Output, Parsed>,
): Task<Input, Output, Parsed> {
  validate(options as unknown as Record<string, unknown>);
  const { schedule: declared, ...given } = options;
  const task: Task<Input, Output, Parsed> & { [brand]: true } = {
    ...given,
    declared: declaredSchedules(declared),
    run: (input, ctx) => options.run(input, ctx),
    queue: options.queue ?? DEFAULT_QUEUE,
    attempts: options.attempts ?? 1,
    async enqueue(input, enqueueOptions = {}) {
      const [run] = await task.enqueueMany([input], enqueueOptions);
      return run!;
    },
    async enqueueMany(inputs, enqueueOptions = {}) {
      await assertInputs(task, inputs);
      const enqueuer = await boundEnqueuer();
      const runs = await enqueuer.enqueue(inputs.map((input) => ({ task, input, options: enqueueOptions })));
      return runs as EnqueuedRun<Output>[];
    },
    signature: (input, enqueueOptions = {}) => ({ kind: "run", task, input, options: enqueueOptions }),
    async schedule(name, when, input, scheduleOptions = {}) {
      if (name === "") throw fail("LOOPWARD_BAD_SCHEDULE", [task.name, name, "it needs a name"]);
      await assertInputs(task, [input]);
      return (await boundEnqueuer()).schedule(task, { ...when, name, input }, scheduleOptions);
    },
    unschedule: async (name) => (await boundEnqueuer()).unschedule(task, name),
    schedules: async () => (await boundEnqueuer()).schedules(task),
    [brand]: true,
  };
  return Object.freeze(task);
}

/** Whether a value came from `defineTask`, of this or another copy of the package. */
export function isTask(value: unknown): value is Task<unknown, unknown> {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}
