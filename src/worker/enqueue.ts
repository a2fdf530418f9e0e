import type { Broker } from "../broker/types.js";
import { fail } from "../findings/errors.js";
import type { EnqueueRequest } from "../task/enqueuer.js";
import type { EnqueuedRun } from "../task/types.js";
import { enqueuedRun } from "./enqueued-run.js";
import { jobOptions } from "./job-options.js";
import type { Settlements } from "./settlements.js";

// One round trip for each chunk: large enough that the trip is cheap, small enough that progress is seen.
const CHUNK = 500;

/**
 * Puts jobs into their tasks' queues, in order within each queue, 500 a round trip.
 * @param onProgress told how many more were accepted
 * @returns the runs, in the order of the requests
 * @throws LoopwardError `LOOPWARD_BAD_INPUT` when an input is no JSON; nothing is enqueued then
 */
export async function enqueueRuns(
  broker: Broker,
  settlements: Settlements,
  requests: readonly EnqueueRequest[],
  onProgress: (count: number) => void = () => undefined,
): Promise<EnqueuedRun<unknown>[]> {
  for (const { task, input } of requests) assertJson(task.name, input);
  const runs: EnqueuedRun<unknown>[] = [];
  for (let start = 0; start < requests.length; start += CHUNK) {
    const chunk = requests.slice(start, start + CHUNK);
    runs.push(...(await enqueueChunk(broker, settlements, chunk)));
    onProgress(chunk.length);
  }
  return runs;
}

async function enqueueChunk(
  broker: Broker,
  settlements: Settlements,
  chunk: readonly EnqueueRequest[],
): Promise<EnqueuedRun<unknown>[]> {
  const queues = [...new Set(chunk.map((request) => request.task.queue))];
  const added = await Promise.all(
    queues.map((queue) => {
      const ofQueue = chunk.filter((request) => request.task.queue === queue);
      return broker.queue(queue).addBulk(
        ofQueue.map(({ task, input, options }) => ({
          name: task.name,
          data: input,
          opts: jobOptions(task, options),
        })),
      );
    }),
  );
  const jobs = new Map(queues.map((queue, index) => [queue, added[index]?.values()]));
  return chunk.map(({ task }) => {
    const job = jobs.get(task.queue)?.next().value;
    if (!job) throw new Error(`the broker accepted fewer jobs than it was given (${task.queue})`);
    return enqueuedRun(broker, settlements, { id: job.id ?? "", queue: task.queue, task: task.name });
  });
}

/** @throws LoopwardError `LOOPWARD_BAD_INPUT` */
export function assertJson(task: string, input: unknown): void {
  try {
    if (JSON.stringify(input) === undefined && input !== undefined)
      throw new TypeError(`a ${typeof input} has no JSON form`);
  } catch (error) {
    throw fail("LOOPWARD_BAD_INPUT", [task, (error as Error).message], { cause: error });
  }
}
