import { DelayedError, UnrecoverableError, WaitingError, type Worker as BullWorker } from "bullmq";
import { untilAnswered } from "../broker/patience.js";
import type { Broker, Job } from "../broker/types.js";
import { CancelledError, HostLostError } from "../findings/run-errors.js";
import { runKey, type RunOrder } from "../pool/protocol.js";
import { PoolClosedError, type RunHooks } from "../pool/ticket.js";
import type { PoolName } from "../task/types.js";
import type { WorkerLog } from "./options.js";
import type { Pools } from "./pools.js";
import { ProcessLane } from "./process-lane.js";
import type { RedeliveryNotices } from "./redelivery.js";
import { RunsInHand } from "./runs-in-hand.js";
import { Window } from "./window.js";

/**
 * Takes the jobs of one queue and brings each to its end in a pool.
 * One processor call spans all hosts that a run passes through: BullMQ renews its lock the whole time.
 */
export function takeJobs(
  broker: Broker,
  queue: string,
  pools: Pools,
  notices: RedeliveryNotices,
  log: WorkerLog,
  { lockDurationMs, prefetch }: { readonly lockDurationMs: number; readonly prefetch: number },
): BullWorker {
  const mayRepeat = (name: string) => pools.tasks.find((task) => task.name === name)?.idempotent ?? true;
  const inHand = new RunsInHand();
  const begin = async (job: Job, key: string, pool: PoolName): Promise<unknown> => {
    const order: RunOrder = {
      ...{ key, queue, runId: job.id ?? "", task: job.name, input: job.data as unknown },
      ...{ attempt: job.attemptsMade + 1, redelivered: false },
    };
    if (pool === "processes") lane.entered();
    try {
      const onSettled = (tookMs: number) => {
        pools.placer.settled(job.name, tookMs);
        if (pool === "processes") lane.took(tookMs);
      };
      return await pools.run(pool, order, hooksOf(job, log, onSettled));
    } finally {
      if (pool === "processes") lane.left();
      await notices.settled(key);
      inHand.ended(key);
    }
  };
  const process = async (job: Job, token?: string): Promise<unknown> => {
    const key = runKey({ queue, runId: job.id ?? "" });
    let run = inHand.find(key, job);
    if (run) {
      // The lock was lost, and the job came back to us: its run ends, or has ended, under the new lock, done once.
      log.warn(
        { task: job.name, run: job.id },
        `${job.name} ${job.id} was taken again, and is not run once more`,
      );
    } else {
      // Where blocking harms no one, a run that was given up for a stall may come to its end.
      const pool = stalledBefore(job) ? "processes" : pools.poolOf(job.name);
      const awayMs = pool === "processes" ? lane.awayMs(wasAway(job), Date.now()) : 0;
      if (awayMs > 0) {
        await job.moveToDelayed(Date.now() + awayMs, token);
        throw new DelayedError();
      }
      run = begin(job, key, pool);
      inHand.begin(key, job, run);
    }
    window.taken();
    try {
      return await run;
    } catch (error) {
      if (error instanceof HostLostError && !mayRepeat(job.name)) throw final(error);
      if (isCancelled(error)) throw final(error);
      if (!(error instanceof PoolClosedError)) throw error;
      inHand.forget(key);
      // The worker stops before the run could finish: back to the queue, with no attempt charged.
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
  const window = new Window(() => pools.slots + lane.waiting + prefetch);
  const worker = broker.worker(queue, process, {
    concurrency: window.open,
    lockDuration: lockDurationMs,
    stalledInterval: lockDurationMs,
    // A supervisor runs no user code: that one died says nothing against the jobs it held.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
  });
  window.follow(worker);
  pools.onResize(() => void takeMore(worker, window));
  const told = (job: Job | undefined) => job && inHand.forget(runKey({ queue, runId: job.id ?? "" }));
  worker.on("completed", told);
  worker.on("failed", told);
  worker.on("failed", (job, error) => {
    const fields = { task: job?.name, run: job?.id, code: (error as { code?: unknown }).code };
    log.warn(fields, `${job?.name} ${job?.id} failed: ${error.name}: ${error.message}`);
  });
  worker.on("stalled", (id) => log.warn({ run: id }, `run ${id} lost its lock and was taken up again`));
  return worker;
}

function hooksOf(job: Job, log: WorkerLog, onSettled: (tookMs: number) => void): RunHooks {
  const fields = { task: job.name, run: job.id };
  const complain = (what: string) => (error: Error) => log.warn(fields, `${what}: ${error.message}`);
  return {
    onSettled,
    onProgress: (value) =>
      void job.updateProgress(value as number | object).catch(complain("progress was not stored")),
    onLog: (message, more) => {
      log.info({ ...fields, ...more }, message);
      void job.log(message).catch(complain("a log line was not stored"));
    },
  };
}

// BullMQ looks at its concurrency when a run settles; with room for more it need not wait for that.
async function takeMore(worker: BullWorker, window: Window): Promise<void> {
  window.changed();
  if (worker.closing) return;
  await worker.pause(true);
  await worker.resume();
}

// It may come from a host, as what an error is across a process border.
function isCancelled(error: unknown): error is Error {
  return error instanceof Error && error.name === CancelledError.name;
}

// Each time it is taken counts as a start; each attempt that failed accounts for one.
function wasAway({ attemptsStarted, attemptsMade }: Job): boolean {
  return attemptsStarted > attemptsMade + 1;
}

function stalledBefore({ attemptsMade, stacktrace }: Job): boolean {
  return attemptsMade > 0 && (stacktrace?.at(-1)?.startsWith("StallError") ?? false);
}

/** The error in the form that BullMQ tries no more. */
function final({ message, stack }: Error): Error {
  return Object.assign(new UnrecoverableError(message), { stack });
}
