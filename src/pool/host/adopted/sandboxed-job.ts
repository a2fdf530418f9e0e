import { type JobMethod, jobMethods } from "../../job-protocol.js";
import type { RunOrder } from "../../protocol.js";

/** Calls a method of the broker's job on behalf of the run. */
export type CallJob = (method: JobMethod, args: readonly unknown[]) => Promise<unknown>;

/**
 * The `job` that an adopted handler gets: a plain object with what BullMQ gives its sandboxed processors, and `getState` and
 * `redelivered` besides. Its promises settle when the broker has answered; BullMQ's settle when the call was sent.
 */
export function sandboxedJob(order: RunOrder, call: CallJob): Record<string, unknown> {
  const fields = order.job?.fields ?? {};
  const methods = Object.fromEntries(
    jobMethods.map((method) => [method, (...args: unknown[]) => caught(call(method, args))]),
  ) as Record<JobMethod, (...args: unknown[]) => Promise<unknown>>;
  const job: Record<string, unknown> = {
    ...fields,
    data: order.input,
    returnValue: JSON.parse((fields.returnvalue as string | undefined) ?? "{}") as unknown,
    redelivered: order.redelivered,
    ...methods,
    updateProgress(progress: unknown) {
      // Readable at once, as there.
      job.progress = progress;
      return nothing(methods.updateProgress(progress));
    },
    log: (row: unknown) => nothing(methods.log(row)),
    updateData: (data: unknown) => nothing(methods.updateData(data).then(() => (job.data = data))),
    moveToDelayed: (...args: unknown[]) => nothing(methods.moveToDelayed(...args)),
    moveToWait: (...args: unknown[]) => nothing(methods.moveToWait(...args)),
  };
  return job;
}

// The broker's answer to these (how many log lines there are) is no part of what a sandboxed processor gets.
function nothing(called: Promise<unknown>): Promise<void> {
  return caught(called.then(() => undefined));
}

// A call that fails has failed its run already: a handler that does not wait for it is not told again.
function caught<T>(called: Promise<T>): Promise<T> {
  called.catch(() => undefined);
  return called;
}
