import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openBroker } from "../broker/open-broker.js";
import type { Broker, QueueCounts } from "../broker/types.js";
import { channels } from "../../runtime/channels.js";
import { inputOptions } from "../../runtime/input/options.js";
import { RunInputs } from "../../runtime/input/run-inputs.js";
import { ORIGIN_COST } from "../../runtime/origin/options.js";
import { brokerUrl, loadProject, type Project } from "../config/config.js";
import type { Report } from "../findings/report.js";
import type { Placer } from "../placement/placer.js";
import { Handlers } from "../pool/handlers.js";
import { openReportStore } from "../reports/store.js";
import type { TaskInfo } from "../task/types.js";
import { Scale, type Autoscale } from "./autoscale.js";
import { brokerErrors } from "./broker-errors.js";
import { BrokerPulse } from "./broker-pulse.js";
import { activeRuns, cancelRun, poolStats, type ActiveRun, type PoolStats } from "./inspect.js";
import { openFleetReports, type FleetReports } from "./fleet-reports.js";
import { Intake } from "./intake.js";
import { DEFAULT_LOCK_DURATION_MS, DEFAULT_SHUTDOWN_TIMEOUT_MS, type WorkerOptions } from "./options.js";
import { preparePlacing } from "./placement.js";
import { hostSetup, withConfig } from "./host-setup.js";
import { keepInputs } from "./keep-inputs.js";
import { startPools, type PoolHooks, type Pools } from "./pools.js";
import { KnownStallsFile } from "./known-stalls-file.js";
import { listenForCancels } from "./cancellations.js";
import { blamedFields, describeStall, silentLog } from "./log.js";
import { chooseQueues, purge, waitingIn } from "./queues.js";
import { RedeliveryNotices } from "./redelivery.js";
import { declareSchedules } from "./schedules.js";
import { takeJobs } from "./take-jobs.js";
import { limitTasks } from "./task-lanes.js";
import { writeTasksFile } from "./tasks-file.js";

// The hosts are gone and their runs on their way back: a broker that has not heard of it by then is away.
const BROKER_PATIENCE_MS = 5_000;

/** A running worker. */
export interface Worker {
  readonly tasks: readonly TaskInfo[];
  readonly queues: readonly string[];
  /** Runs that may be in flight at once. */
  readonly slots: number;
  readonly brokerLabel: string;
  /** Runs that have ended here. */
  readonly counts: { readonly completed: number; readonly failed: number };
  /** Between which numbers of slots the worker's own pool is scaled; null: it is not. */
  readonly autoscale: Autoscale | null;
  /** Whether the broker answers; resolves within a second, and asks once a second at most. */
  brokerAnswers(): Promise<boolean>;
  /** The jobs of each queue, as the broker counts them (`Broker.counts`); waits for a broker that is away. */
  queueCounts(): Promise<ReadonlyMap<string, QueueCounts>>;
  /** The runs in hand. */
  active(): readonly ActiveRun[];
  pools(): readonly PoolStats[];
  /**
   * Cancels a run in hand, by its id or `QUEUE/ID`: its signal is aborted, and it fails with a `CancelledError` and is not
   * tried again. False when there is none.
   * @throws LoopwardError `LOOPWARD_BAD_OPTION` when several runs have the id
   */
  cancel(run: string): boolean;
  /** Adds so many slots to the worker's own pool, or takes them away: one stays. */
  scale(by: number): void;
  /**
   * Loads the app anew in new hosts; the old ones end when their runs have settled.
   * @throws LoopwardError when the app cannot be loaded; all goes on as it was
   */
  reload(): Promise<void>;
  /**
   * Takes no more jobs, lets the runs in flight settle (`shutdownTimeoutMs` at most unless said), ends the hosts, gives
   * what could not finish back to its queue, and closes the broker connection.
   * @returns whether the broker has heard of the end of each run; where not, it finds the lost ones by itself
   */
  close(options?: { readonly graceMs?: number }): Promise<boolean>;
}

/**
 * Starts a worker; resolves when it takes jobs.
 * @throws LoopwardError when the app cannot be loaded or the broker does not answer; nothing is left running then.
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const project = await loadProject(resolve(options.cwd ?? process.cwd()));
  return startWorker(withConfig(options, project.config), project);
}

/** The same for options that hold what the project's configuration says. */
export async function startWorker(options: WorkerOptions, { root, config }: Project): Promise<Worker> {
  const log = options.log ?? silentLog;
  const cwd = resolve(options.cwd ?? process.cwd());
  // Before anything is opened: what is said wrongly is refused here.
  const setup = hostSetup(options, cwd, root);
  const stateDir = join(root, ".loopward");
  const capture = options.guard ? inputOptions(options.guard) : null;
  const inputs = capture && new RunInputs(capture);
  const reportsDir = options.reportsDir ? resolve(cwd, options.reportsDir) : join(stateDir, "reports");
  const store = openReportStore(reportsDir, { maxBytes: options.reportsMaxBytes });
  // Where nothing stalled there is an empty folder, which `reports diff` can compare with. It is no reason not to start.
  if (options.guard) await mkdir(reportsDir, { recursive: true }).catch(() => undefined);
  const known = new KnownStallsFile(root, reportsDir, log);
  let placer: Placer | null = null;
  let handlers = new Handlers([]);
  let fleet: FleetReports | null = null;
  const onReport = (told: Report) => {
    const report = inputs?.addTo(told) ?? told;
    store.append(report);
    fleet?.append(report);
    known.note(report);
    placer?.note(report);
    const stalls = channels["loopward:stall"];
    if (stalls.hasSubscribers) stalls.publish({ report, handler: handlers.of(report) });
    // A stall is told when it ended; a blocking call when it began, and its counts are not told.
    if (report.ongoing === (report.kind === "blocking-call"))
      log.warn({ ...blamedFields(report), report: report.id, cause: report.cause }, describeStall(report));
  };
  const opening = openBroker(brokerUrl(options.broker, config), {
    cwd: root,
    onNotice: (message) => log.info({}, message),
    onError: brokerErrors(log),
  });
  const notices = new RedeliveryNotices(opening, log);
  const hooks: PoolHooks = {
    onReport,
    onRedelivered: (runs, reason) => notices.announce(runs, reason),
    onHost: (event, pid, detail) => {
      if (event === "lost" && detail !== "exit code 0")
        log.warn({ host: pid }, `host ${pid} lost: ${detail}`);
      else log.debug({ host: pid }, `host ${pid} ${event}`);
    },
    onNotice: (run, message) => log.warn(run, message),
    onOutput: (pid, stream, line) => process[stream].write(`[${pid}] ${line}\n`),
  };
  if (setup.guard?.origin) log.warn({}, ORIGIN_COST);
  const placing = preparePlacing(options, { cwd, stateDir }, log);
  const starting = placing.then((prepared) =>
    startPools(options, setup, hooks, (tasks) => {
      handlers = new Handlers(tasks);
      return (placer = prepared.placerFor(tasks));
    }),
  );
  // Both at once, since both take their time; if one fails, the other is taken down again.
  const [broker, pools] = await bothOrNeither(opening, starting);
  const shared = await placing;
  try {
    fleet = await openFleetReports(broker, options.fleetReports, log);
    await writeTasksFile(stateDir, pools.tasks);
    const queues = chooseQueues(pools.tasks, options);
    if (options.purge) await purge(broker, queues, log);
    const counts = { completed: 0, failed: 0 };
    const limited = limitTasks(inputs ? keepInputs(pools, inputs) : pools);
    const declare = async (names: readonly string[]) =>
      declareSchedules(
        broker,
        pools.tasks.filter((task) => names.includes(task.queue)),
      );
    await declare(queues);
    await listenForCancels(broker, (key, reason) => limited.cancel(key, reason));
    const intake = new Intake((queue) => {
      const lockDurationMs = options.lockDurationMs ?? DEFAULT_LOCK_DURATION_MS;
      const taking = { lockDurationMs, prefetch: options.prefetch ?? 0 };
      return takeJobs(broker, queue, limited, notices, log, taking)
        .on("completed", () => (counts.completed += 1))
        .on("failed", () => (counts.failed += 1));
    });
    await shared.join(broker);
    await intake.serve(queues);
    const scale = new Scale(pools, options.autoscale ?? null, () => waitingIn(broker, intake.queues), log);
    const pulse = new BrokerPulse(broker, () => intake.queues[0]);
    let reloading: Promise<void> = Promise.resolve();
    let finished: Promise<boolean> | null = null;
    const finish = async (settled: Promise<boolean>) => {
      scale.stop();
      shared.leave();
      // Ending the hosts settles what still runs: those runs go back to the queue.
      await limited.close({ graceMs: 0 });
      const heard = await Promise.race([settled, after(BROKER_PATIENCE_MS).then(() => false)]);
      await fleet?.close();
      await (heard ? broker.close() : broker.abandon());
      await store.close();
      await known.close();
      return heard;
    };
    return {
      get tasks() {
        return pools.tasks;
      },
      get queues() {
        return intake.queues;
      },
      get slots() {
        return pools.slots;
      },
      brokerLabel: broker.label,
      counts,
      get autoscale() {
        return scale.limits;
      },
      brokerAnswers: () => pulse.answers(),
      async queueCounts() {
        const counted = intake.queues.map(async (queue) => [queue, await broker.counts(queue)] as const);
        return new Map(await Promise.all(counted));
      },
      active: () => activeRuns(pools),
      pools: () => poolStats(pools),
      cancel: (run) => cancelRun(limited, run),
      scale: (by) => scale.change(by),
      reload() {
        // One after the other: the last one asked for is the one that lasts.
        reloading = reloading
          .catch(() => undefined)
          .then(async () => {
            await limited.reload();
            await writeTasksFile(stateDir, pools.tasks);
            const now = chooseQueues(pools.tasks, options);
            await declare(now);
            await intake.serve(now);
          });
        return reloading;
      },
      async close({ graceMs = options.shutdownTimeoutMs ?? DEFAULT_SHUTDOWN_TIMEOUT_MS } = {}) {
        const settled = intake.close().then(() => true);
        await Promise.race([settled, after(graceMs)]);
        // A second call with a shorter grace overtakes the first; the end is the same for both.
        finished ??= finish(settled);
        return finished;
      },
    };
  } catch (error) {
    shared.leave();
    await pools.close({ graceMs: 0 });
    await broker.close();
    await store.close();
    throw error;
  }
}

async function bothOrNeither(
  opening: Promise<Broker>,
  starting: Promise<Pools>,
): Promise<readonly [Broker, Pools]> {
  const [broker, pools] = await Promise.allSettled([opening, starting]);
  if (broker.status === "fulfilled" && pools.status === "fulfilled") return [broker.value, pools.value];
  if (broker.status === "fulfilled") await broker.value.close();
  if (pools.status === "fulfilled") await pools.value.close({ graceMs: 0 });
  throw broker.status === "rejected" ? broker.reason : (pools as PromiseRejectedResult).reason;
}

function after(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs).unref());
}
