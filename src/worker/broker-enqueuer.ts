import { brokerUrl, loadProject } from "../config/config.js";
import { openBroker } from "../broker/open-broker.js";
import type { Broker } from "../broker/types.js";
import type { Enqueuer } from "../task/enqueuer.js";
import type { EnqueuedChain } from "../task/flows/types.js";
import type { EnqueuedRun } from "../task/types.js";
import { enqueueRuns } from "./enqueue.js";
import { enqueueFlows } from "./flows.js";
import { addSchedule, listSchedules, removeSchedule } from "./schedules.js";
import { Settlements } from "./settlements.js";

// A script that enqueues and ends should end: idle connections are given up after this long, and reopened by need.
const IDLE_CLOSE_MS = 2_000;

interface Connection {
  readonly broker: Broker;
  readonly settlements: Settlements;
}

let opening: Promise<Connection> | null = null;
let users = 0;
let idle: NodeJS.Timeout | undefined;

/** Enqueues through the project's broker, opened at the first call and closed when it was idle for 2 s. */
export const brokerEnqueuer: Enqueuer = {
  enqueue: (requests) =>
    using(async ({ broker, settlements }) => (await enqueueRuns(broker, settlements, requests)).map(kept)),
  enqueueFlows: (flows) =>
    using(async ({ broker, settlements }) =>
      (await enqueueFlows(broker, settlements, flows)).map((last): EnqueuedChain<unknown> => ({
        ...kept(last),
        runs: last.runs.map(kept),
      })),
    ),
  schedule: (task, schedule, options) => using(({ broker }) => addSchedule(broker, task, schedule, options)),
  unschedule: (task, name) => using(({ broker }) => removeSchedule(broker, task, name)),
  schedules: (task) => using(({ broker }) => listSchedules(broker, task)),
};

/** Closes the connections that `enqueue` opened, now instead of when idle. */
export async function closeEnqueuer(): Promise<void> {
  clearTimeout(idle);
  const closing = opening;
  opening = null;
  if (closing) await (await closing).broker.close();
}

/** A run that keeps the connection open while somebody waits for it. */
function kept(run: EnqueuedRun<unknown>): EnqueuedRun<unknown> {
  return {
    ...run,
    result: (options) => using(() => run.result(options)),
    cancel: (options) => using(() => run.cancel(options)),
  };
}

async function using<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  clearTimeout(idle);
  users += 1;
  try {
    opening ??= openProjectBroker();
    return await work(await opening);
  } catch (error) {
    // A broker that could not be opened is tried again by the next call.
    if (
      opening &&
      (await opening.then(
        () => false,
        () => true,
      ))
    )
      opening = null;
    throw error;
  } finally {
    users -= 1;
    if (users === 0) idle = setTimeout(() => void closeEnqueuer(), IDLE_CLOSE_MS);
  }
}

async function openProjectBroker(): Promise<Connection> {
  const { root, config } = await loadProject(process.cwd());
  const broker = await openBroker(brokerUrl(undefined, config), { cwd: root });
  return { broker, settlements: new Settlements(broker) };
}
