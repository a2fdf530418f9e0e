import type { Broker } from "../broker/types.js";
import { fail } from "../findings/errors.js";
import type { TaskInfo } from "../task/types.js";
import type { WorkerLog, WorkerOptions } from "./options.js";

/**
 * The queues that a worker takes jobs of: those its tasks name, less what it is told to leave out.
 * @throws LoopwardError `LOOPWARD_UNKNOWN_QUEUE`, and `LOOPWARD_BAD_OPTION` where none is left
 */
export function chooseQueues(
  tasks: readonly TaskInfo[],
  { queues: wanted, excludeQueues: unwanted = [] }: Pick<WorkerOptions, "queues" | "excludeQueues">,
): string[] {
  const known = [...new Set(tasks.map((task) => task.queue))];
  for (const queue of [...(wanted ?? []), ...unwanted])
    if (!known.includes(queue)) throw fail("LOOPWARD_UNKNOWN_QUEUE", [queue, known.join(", ")]);
  const chosen = known.filter((queue) => (!wanted || wanted.includes(queue)) && !unwanted.includes(queue));
  if (chosen.length === 0)
    throw fail("LOOPWARD_BAD_OPTION", ["-X", `no queue is left of ${known.join(", ")}`]);
  return chosen;
}

/** How many jobs are ready to be taken from these queues. */
export async function waitingIn(broker: Broker, queues: readonly string[]): Promise<number> {
  const counts = await Promise.all(
    queues.map((queue) => broker.queue(queue).getJobCountByTypes("waiting", "prioritized")),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Removes all jobs of these queues that have not begun. */
export async function purge(broker: Broker, queues: readonly string[], log: WorkerLog): Promise<void> {
  for (const name of queues) {
    const queue = broker.queue(name);
    const count = await queue.getJobCountByTypes("waiting", "prioritized", "delayed");
    await queue.drain(true);
    log.warn({ queue: name, count }, `purged: ${count} jobs of the queue ${name}`);
  }
}
