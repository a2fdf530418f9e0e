import { Backoffs, UnrecoverableError } from "bullmq";
import type { Job } from "../broker/types.js";
import { wireVerdict } from "../pool/wire-error.js";
import { retryVerdict } from "../task/retry.js";
import type { Backoff } from "../task/types.js";

/**
 * The failure of an attempt in the form that makes BullMQ do what is known of the next one. Where that comes at another
 * time than the job's backoff has it, this attempt's copy of the job is told so; what the broker keeps stays as it is.
 */
export function failedAttempt(job: Job, error: Error): Error {
  const verdict = wireVerdict(error) ?? retryVerdict(undefined, error);
  if (verdict === "never") return final(error);
  const delay = verdict ? verdict.afterMs : cappedDelay(job, error);
  if (delay !== null) job.opts.backoff = { type: "fixed", delay };
  return error;
}

/** The error in the form that BullMQ tries no more. */
export function final({ message, stack }: Error): Error {
  return Object.assign(new UnrecoverableError(message), { stack });
}

// BullMQ's own backoff knows no greatest delay.
function cappedDelay(job: Job, error: Error): number | null {
  const { type, delay, jitter, maxDelay } = (job.opts.backoff ?? {}) as Partial<Backoff>;
  if (type === undefined || maxDelay === undefined) return null;
  const due = Backoffs.calculate({ type, delay, jitter }, job.attemptsMade + 1, error, job as never);
  return Math.min(maxDelay, Number(due));
}
