import { defineTask } from "../../../task/define-task.js";
import type { RunContext, Task } from "../../../task/types.js";

/** What a run of an adopted handler is given beside a task's context. */
export interface AdoptedContext extends RunContext {
  /** See `sandboxedJob`. */
  readonly job: unknown;
  readonly token: string | undefined;
}

type Handler = (job: unknown, token: string | undefined, signal: AbortSignal) => unknown;

/** The handler that a processor file exports, found as BullMQ finds it; null where it exports none. */
export function handlerIn(module: { readonly default?: unknown }): Handler | null {
  const exported = module.default as { readonly default?: unknown } | null | undefined;
  // Compiled to CommonJS, a default export is a property of the module's own.
  const handler = exported?.default ?? exported;
  return typeof handler === "function" ? (handler as Handler) : null;
}

/** The task that runs a handler on the jobs of its queue. */
export function adoptHandler(queue: string, handler: Handler): Task<unknown, unknown> {
  return defineTask({
    name: queue,
    queue,
    async run(_input, context) {
      const { job, token, signal } = context as AdoptedContext;
      try {
        return await handler(job, token, signal);
      } catch (thrown) {
        throw withMessage(thrown);
      }
    },
  });
}

/** BullMQ keeps of an error what it has as own properties, and says in its place what `String` does where it has no message. */
function withMessage(thrown: unknown): unknown {
  const message = (thrown as { readonly message?: string } | null | undefined)?.message;
  if (thrown instanceof Error) return message ? thrown : Object.assign(thrown, { message: String(thrown) });
  return message ? Object.assign(new Error(message), thrown) : new Error(String(thrown));
}
