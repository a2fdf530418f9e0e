import { join, resolve } from "node:path";
import { openBroker } from "../broker/open-broker.js";
import type { Broker } from "../broker/types.js";
import { inputOptions } from "../../runtime/input/options.js";
import { RunInputs } from "../../runtime/input/run-inputs.js";
import { ORIGIN_COST } from "../../runtime/origin/options.js";
import { brokerUrl, loadProject } from "../config/config.js";
import { fail } from "../findings/errors.js";
import type { Report } from "../findings/report.js";
import type { Placer } from "../placement/placer.js";
import { openReportStore } from "../reports/store.js";
import type { TaskInfo } from "../task/types.js";
import { DEFAULT_LOCK_DURATION_MS, type WorkerOptions } from "./options.js";
import { preparePlacer } from "./placement.js";
import { guardChoices, hostSetup } from "./host-setup.js";
import { keepInputs } from "./keep-inputs.js";
import { startPools, type PoolHooks, type Pools } from "./pools.js";
import { describeStall, silentLog } from "./log.js";
import { RedeliveryNotices } from "./redelivery.js";
import { takeJobs } from "./take-jobs.js";
import { writeTasksFile } from "./tasks-file.js";

// Longer than BullMQ's own 30 s would only delay the recovery of a job whose supervisor died.
const CLOSE_GRACE_MS = 30_000;

/** A running worker. */
export interface Worker {
  readonly tasks: readonly TaskInfo[];
  readonly queues: readonly string[];
  /** Runs that may be in flight at once. */
  readonly slots: number;
  readonly brokerLabel: string;
  /**
   * Takes no more jobs, lets the runs in flight settle (30 s at most unless said), ends the hosts and the broker connection.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * Starts a worker; resolves when it takes jobs.
 * @throws LoopwardError when the app cannot be loaded or the broker does not answer; nothing is left running then.
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const log = options.log ?? silentLog;
  const cwd = resolve(options.cwd ?? process.cwd());
  const { root, config } = await loadProject(cwd);
  const stateDir = join(root, ".loopward");
  const choices = guardChoices(options, config);
  const capture = options.guard ? inputOptions(choices) : null;
  const inputs = capture && new RunInputs(capture);
  const store = openReportStore(
    options.reportsDir ? resolve(cwd, options.reportsDir) : join(stateDir, "reports"),
    { maxBytes: options.reportsMaxBytes },
  );
  let placer: Placer | null = null;
  const onReport = (told: Report) => {
    const report = inputs?.addTo(told) ?? told;
    store.append(report);
    placer?.note(report);
    // A stall is told when it ended; a blocking call when it began, and its counts are not told.
    if (report.ongoing === (report.kind === "blocking-call"))
      log.warn({ report: report.id, cause: report.cause }, describeStall(report));
  };
  const opening = openBroker(brokerUrl(options.broker, config), {
    cwd: root,
    onNotice: (message) => log.info({}, message),
    onError: (error) => log.error({ err: error }, `broker: ${error.message}`),
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
    onOutput: (pid, stream, line) => process[stream].write(`[${pid}] ${line}\n`),
  };
  const setup = hostSetup(options, choices, cwd, root);
  if (setup.guard?.origin) log.warn({}, ORIGIN_COST);
  const starting = preparePlacer(options, { cwd, stateDir }, log).then((placerFor) =>
    startPools(options, setup, hooks, (tasks) => (placer = placerFor(tasks))),
  );
  // Both at once, since both take their time; if one fails, the other is taken down again.
  const [broker, pools] = await bothOrNeither(opening, starting);
  try {
    await writeTasksFile(stateDir, pools.tasks);
    const queues = chooseQueues(pools.tasks, options.queues);
    const workers = queues.map((queue) =>
      takeJobs(
        broker,
        queue,
        inputs ? keepInputs(pools, inputs) : pools,
        notices,
        log,
        options.lockDurationMs ?? DEFAULT_LOCK_DURATION_MS,
      ),
    );
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    let finished: Promise<void> | null = null;
    const finish = async (settled: Promise<unknown>) => {
      // Ending the hosts settles what still runs: those runs go back to the queue.
      await pools.close({ graceMs: 0 });
      await settled;
      await broker.close();
      await store.close();
    };
    return {
      tasks: pools.tasks,
      queues,
      slots: pools.slots,
      brokerLabel: broker.label,
      async close({ graceMs = CLOSE_GRACE_MS } = {}) {
        const settled = Promise.all(workers.map((worker) => worker.close()));
        await Promise.race([settled, after(graceMs)]);
        // A second call with a shorter grace overtakes the first; the end is the same for both.
        finished ??= finish(settled);
        await finished;
      },
    };
  } catch (error) {
    await pools.close({ graceMs: 0 });
    await broker.close();
    await store.close();
    throw error;
  }
}

function chooseQueues(tasks: readonly TaskInfo[], wanted: readonly string[] | undefined): string[] {
  const known = [...new Set(tasks.map((task) => task.queue))];
  for (const queue of wanted ?? [])
    if (!known.includes(queue)) throw fail("LOOPWARD_UNKNOWN_QUEUE", [queue, known.join(", ")]);
  return known.filter((queue) => !wanted || wanted.includes(queue));
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
