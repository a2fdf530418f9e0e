import { RateLimitError } from "bullmq";

/** BullMQ's own, by which its worker knows them, too. */
const GIVING_BACK: ReadonlySet<unknown> = new Set(["DelayedError", "WaitingError", "WaitingChildrenError"]);

/** The message of BullMQ's `RateLimitError`, which is all that its worker looks at. */
const RATE_LIMIT_MESSAGE = new RateLimitError().message;

/** Whether an adopted handler says with what it throws that its job has not ended: it is the broker's again. */
export function givesBack(error: unknown): boolean {
  return error instanceof Error && (GIVING_BACK.has(error.name) || error.message === RATE_LIMIT_MESSAGE);
}
