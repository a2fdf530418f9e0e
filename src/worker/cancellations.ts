import { setTimeout as wait } from "node:timers/promises";
import type { Broker, Job } from "../broker/types.js";
import { errorTable, fail } from "../findings/errors.js";
import { runKey } from "../pool/protocol.js";
import type { CancelOptions } from "../task/types.js";
import type { NamedRun } from "./enqueued-run.js";
import type { Outcome, RunRef, Settlements } from "./settlements.js";

/** Name of the event, among those of the job's queue, that tells of a job that is to be removed because it was cancelled. */
export const CANCELLED_EVENT = "cancelled";

/**
 * The queue whose events workers hear orders by. It holds no jobs: a worker that listened to the queues of its tasks would
 * be told of every job there is.
 */
const CONTROL_QUEUE = "loopward.control";
const CANCEL_EVENT = "cancel";

/** An order is repeated: the job may have been between two workers, or come back for its next attempt. */
const ASK_AGAIN_MS = 500;

/** A job whose worker died is taken up again within twice the lock's duration. */
const DEFAULT_TIMEOUT_MS = 60_000;

interface CancelOrder {
  /** A JSON array of `queue/jobId`. */
  readonly runs: string;
  /** Empty: none. */
  readonly reason: string;
}

/** Has a worker hear of runs to cancel, from now on. @param cancel is given the run's key */
export async function listenForCancels(
  broker: Broker,
  cancel: (key: string, reason: string | null) => void,
): Promise<void> {
  const events = broker.events(CONTROL_QUEUE);
  // BullMQ's own types do not know custom events.
  const custom = events as unknown as { on(name: string, listener: (order: CancelOrder) => void): void };
  custom.on(CANCEL_EVENT, ({ runs, reason }) => {
    for (const key of JSON.parse(runs) as string[]) cancel(key, reason || null);
  });
  await events.waitUntilReady();
}

/**
 * Cancels a run: removes its job if it waits, else has the worker that holds it give it up.
 * @param before runs that it waits for, to be cancelled with it
 * @returns whether that was the end of it; false: it had settled otherwise
 * @throws LoopwardError `LOOPWARD_WAIT_TIMEOUT`
 */
export async function cancelRun(
  broker: Broker,
  settlements: Settlements,
  run: NamedRun,
  { reason = "", timeoutMs = DEFAULT_TIMEOUT_MS }: CancelOptions = {},
  before: readonly NamedRun[] = [],
): Promise<boolean> {
  const runs = [...before, run];
  const settled = settlements.outcomeOf(run);
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const job = await waitingJob(broker, run);
    // Told first: whoever finds no job must know why.
    if (job) await Promise.all(runs.map((each) => announce(broker, settlements, each, reason)));
    const removed = (await job?.remove().then(done, notDone)) ?? false;
    // After a removal, too: a worker may have taken the job just before.
    const order: CancelOrder = { runs: JSON.stringify(runs.map(keyOf)), reason };
    await broker.eventsProducer(CONTROL_QUEUE).publishEvent({ eventName: CANCEL_EVENT, ...order });
    if (removed) {
      for (const each of runs) settlements.lookUp(each);
      return true;
    }
    const outcome = await Promise.race([settled, wait(ASK_AGAIN_MS, null)]);
    if (outcome) return isCancelled(outcome, before.length > 0);
    if (Date.now() < deadline) continue;
    settlements.forget(run);
    throw fail("LOOPWARD_WAIT_TIMEOUT", [run.id, String(timeoutMs)]);
  }
}

const done = () => true;
// A worker has taken it, or one of those that it waits for.
const notDone = () => false;

// A job that settles between this look and its removal loses its result: BullMQ has no removal that looks itself.
async function waitingJob(broker: Broker, { queue, id }: RunRef): Promise<Job | null> {
  const job = await broker.queue(queue).getJob(id);
  return job && !["active", "completed", "failed", "unknown"].includes(await job.getState()) ? job : null;
}

async function announce(
  broker: Broker,
  settlements: Settlements,
  { queue, id, task }: NamedRun,
  reason: string,
): Promise<void> {
  const message = errorTable.LOOPWARD_CANCELLED(task, reason && `: ${reason}`);
  settlements.noteCancelled({ queue, id }, message);
  await broker.eventsProducer(queue).publishEvent({ eventName: CANCELLED_EVENT, jobId: id, message });
}

function isCancelled({ status, failure }: Outcome, hasBefore: boolean): boolean {
  // What failed of those before it is not told to it.
  return failure?.name === "CancelledError" || (hasBefore && status === "failed");
}

function keyOf({ queue, id }: RunRef): string {
  return runKey({ queue, runId: id });
}
