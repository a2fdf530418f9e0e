import type { Job, Worker } from "bullmq";
import { askAgain, isConnectionLoss } from "./patience.js";

/** The two methods of BullMQ's worker that tell the broker how a run ended. */
interface Settling {
  handleCompleted(result: unknown, job: Job, ...more: unknown[]): Promise<Job | undefined>;
  handleFailed(error: Error, job: Job, ...more: unknown[]): Promise<Job | undefined>;
}

/**
 * Lets a worker tell the end of a run until the broker has heard it. Left to itself, BullMQ takes a connection to PostgreSQL
 * that is lost in that moment for a failure of the run: what completed would be done again, or recorded as failed.
 * @param isGivenUp whether the broker is closed for good
 */
export function makePatient(worker: Worker, isGivenUp: () => boolean): void {
  const settling = worker as unknown as Settling;
  // Of each run: nothing is made for a broker that answers.
  const tell =
    <First>(method: (first: First, job: Job, ...more: unknown[]) => Promise<Job | undefined>) =>
    (first: First, job: Job, ...more: unknown[]) =>
      method(first, job, ...more).catch((error: unknown) => {
        if (!isConnectionLoss(error)) throw error;
        return tellAgain(() => method(first, job, ...more), job, isGivenUp, error);
      });
  settling.handleCompleted = tell(settling.handleCompleted.bind(settling));
  settling.handleFailed = tell(settling.handleFailed.bind(settling));
}

async function tellAgain(
  tell: () => Promise<Job | undefined>,
  job: Job,
  isGivenUp: () => boolean,
  loss: unknown,
): Promise<Job | undefined> {
  try {
    return await askAgain(tell, isGivenUp, loss);
  } catch (error) {
    // It may have been heard the first time, and only the answer been lost.
    if (error !== loss && (await isSettled(job))) return undefined;
    throw error;
  }
}

async function isSettled(job: Job): Promise<boolean> {
  const state = await job.getState().catch(() => "active");
  // Unknown: settled, and removed as it was told to be.
  return ["completed", "failed", "unknown"].includes(state);
}
