import type { Job } from "../broker/types.js";

/** What a run failed with, as far as the broker keeps it. */
export interface Failure {
  readonly name: string;
  readonly message: string;
}

/** BullMQ keeps the message alone as reason; the stack of the last attempt begins with the name. */
export function failureOf(job: Pick<Job, "failedReason" | "stacktrace">): Failure {
  const message = job.failedReason;
  const name = /^([\w$]+)(?::|\n|$)/.exec(job.stacktrace?.at(-1) ?? "")?.[1] ?? "Error";
  return { name, message };
}
