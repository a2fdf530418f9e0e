import { DelayedError, WaitingError, type Worker as BullWorker } from "bullmq";
import { untilAnswered } from "../broker/patience.js";
import type { Broker, Job } from "../broker/types.js";
import { HostLostError } from "../findings/run-errors.js";
import { runKey, type RunOrder } from "../pool/protocol.js";
import { PoolClosedError, type RunHooks } from "../pool/ticket.js";
import type { PoolName } from "../task/types.js";
import { JobDesk } from "./adopted/job-desk.js";
import { givesBack } from "./adopted/gives-back.js";
import { QueueTasks, type Executed } from "./adopted/queue-tasks.js";
import { inputOf, waitsForOthers } from "./flows.js";
import { limitOf } from "./limits.js";
import { runFields } from "./log.js";
import type { WorkerLog } from "./options.js";
import { ProcessLane } from "./process-lane.js";
import type { RedeliveryNotices } from "./redelivery.js";
import { failedAttempt, final } from "./retry.js";
import { RunsInHand } from "./runs-in-hand.js";
import { Stored } from "./stored.js";
import type { LimitedPools } from "./task-lanes.js";
import { Window } from "./window.js";

/** The most that PostgreSQL takes: with more it refuses each search for stalled jobs, and finds none. */
const AS_OFTEN_AS_LIKE = 2 ** 31 - 1;

/**
 * Takes the jobs of one queue and brings each to its end in a pool.
 * One processor call spans all hosts that a run passes through: BullMQ renews its lock the whole time.
 * @throws LoopwardError `LOOPWARD_LIMITS_DIFFER`
 */
export function takeJobs(
  broker: Broker,
  queue: string,
  pools: LimitedPools,
  notices: RedeliveryNotices,
  log: WorkerLog,
  { lockDurationMs, prefetch }: { readonly lockDurationMs: number; readonly prefetch: number },
): BullWorker {
  const tasks = new QueueTasks(() => pools.tasks, queue);
  const mayRepeat = (name: string) => pools.tasks.find((task) => task.name === name)?.idempotent ?? true;
  const inHand = new RunsInHand<JobDesk | null>();
  const begin = async (
    job: Job,
    { task }: Executed,
    desk: JobDesk | null,
    key: string,
    pool: PoolName,
  ): Promise<unknown> => {
    if (pool === "processes") lane.entered();
    const told = new Stored(job, task, log);
    try {
      const input = !desk && waitsForOthers(job) ? await inputOf(job) : (job.data as unknown);
      const hooks = told.hooks((tookMs) => {
        pools.placer.settled(task, tookMs, queue);
        if (pool === "processes") lane.took(tookMs);
      });
      const order = orderOf(job, { key, queue, task, input, desk, trace: broker.traceOf(job) });
      return await pools.run(pool, order, desk ? { ...hooks, ...callsOf(desk) } : hooks);
    } finally {
      // Of each run: what there is nothing to wait for is not waited for.
      const { unstored } = told;
      if (unstored) await unstored;
      if (pool === "processes") lane.left();
      if (desk) await desk.idle();
      const notice = notices.settled(key);
      if (notice) await notice;
      if (desk?.isAway) inHand.forget(key);
      else inHand.ended(key);
    }
  };
  const process = async (job: Job, token?: string): Promise<unknown> => {
    const key = runKey({ queue, runId: job.id ?? "" });
    const executed = tasks.of(job);
    const { task, adopted } = executed;
    let known = inHand.find(key, job);
    while (known?.desk?.isAway) {
      // Its run gave the job back, and has not ended yet.
      await known.run.catch(() => undefined);
      known = inHand.find(key, job);
    }
    if (known) {
      // The lock was lost, and the job came back to us: its run ends, or has ended, under the new lock, done once.
      log.warn(runFields(job, task), `${task} ${job.id} was taken again, and is not run once more`);
      known.desk?.takenAgain(job, token);
    } else {
      // Where blocking harms no one, a run that was given up for a stall may come to its end.
      const pool = stalledBefore(job) ? "processes" : pools.poolOf(task, queue);
      const now = Date.now();
      let awayMs = pools.awayMs(adopted ? queue : task, wasAway(job), now);
      if (awayMs === 0 && pool === "processes") awayMs = lane.awayMs(wasAway(job), now);
      if (awayMs > 0) {
        await job.moveToDelayed(now + awayMs, token);
        throw new DelayedError();
      }
      const desk = adopted ? new JobDesk(job, token) : null;
      known = inHand.begin(key, job, desk, begin(job, executed, desk, key, pool));
    }
    window.taken();
    try {
      return await known.run;
    } catch (error) {
      // The job is the broker's already, and another run's when it comes back.
      if (error instanceof HostLostError && known.desk?.isAway) throw new WaitingError();
      if (error instanceof HostLostError && !adopted && !mayRepeat(task)) throw final(error);
      // Nobody will say that it ended: it did not.
      if (givesBack(error)) inHand.forget(key);
      if (!(error instanceof PoolClosedError)) throw failedAttempt(job, error as Error);
      inHand.forget(key);
      // The worker stops before the run could finish: back to the queue, with no attempt charged.
      if (!known.desk?.isAway)
        await untilAnswered(
          () => job.moveToWait(token),
          () => broker.isAbandoned,
        );
      throw new WaitingError();
    } finally {
      window.settled();
    }
  };
  const lane = new ProcessLane(pools.processSlots);
  const window = new Window(() => pools.slots + lane.waiting + pools.waitingIn(queue) + prefetch);
  const limiter = limitOf(queue, pools.tasks);
  const worker = broker.worker(queue, process, {
    concurrency: window.open,
    ...(limiter && { limiter }),
    lockDuration: lockDurationMs,
    stalledInterval: lockDurationMs,
    // A supervisor runs no user code: that one died says nothing against the jobs it held.
    maxStalledCount: AS_OFTEN_AS_LIKE,
  });
  window.follow(worker);
  pools.onResize(() => void takeMore(worker, window));
  const told = (job: Job | undefined) => job && inHand.forget(runKey({ queue, runId: job.id ?? "" }));
  worker.on("completed", told);
  worker.on("failed", told);
  worker.on("failed", (job, error) => {
    const task = job && tasks.of(job).task;
    // Made already, when it has failed.
    const run = job && { ...runFields(job, task!), attempt: job.attemptsMade };
    const fields = { ...run, code: (error as { code?: unknown }).code };
    log.warn(fields, `${task} ${job?.id} failed: ${error.name}: ${error.message}`);
  });
  worker.on("stalled", (id) =>
    log.warn({ runId: id, queue }, `run ${id} lost its lock and was taken up again`),
  );
  return worker;
}

// BullMQ looks at its concurrency when a run settles; with room for more it need not wait for that.
async function takeMore(worker: BullWorker, window: Window): Promise<void> {
  window.changed();
  if (worker.closing) return;
  await worker.pause(true);
  await worker.resume();
}

interface Begun extends Pick<RunOrder, "key" | "queue" | "task" | "input"> {
  readonly desk: JobDesk | null;
  readonly trace: string | undefined;
}

function orderOf({ id, attemptsMade }: Job, { key, queue, task, input, desk, trace }: Begun): RunOrder {
  const order: { -readonly [K in keyof RunOrder]: RunOrder[K] } = {
    key,
    queue,
    runId: id ?? "",
    task,
    input,
    attempt: attemptsMade + 1,
    redelivered: false,
  };
  if (desk) order.job = desk.order;
  if (trace !== undefined) order.trace = trace;
  return order;
}

function callsOf(desk: JobDesk): RunHooks {
  return {
    onCall: (method, args) => desk.call(method, args),
    renew: (order) => desk.renewed(order),
    isAway: () => desk.isAway,
  };
}

// Each time it is taken counts as a start; each attempt that failed accounts for one.
function wasAway({ attemptsStarted, attemptsMade }: Job): boolean {
  return attemptsStarted > attemptsMade + 1;
}

function stalledBefore({ attemptsMade, stacktrace }: Job): boolean {
  return attemptsMade > 0 && (stacktrace?.at(-1)?.startsWith("StallError") ?? false);
}
