import type { JobsOptions } from "../broker/types.js";
import type { EnqueueOptions, JobMaker } from "../task/types.js";

/** What a job of the task is given: as the enqueue says, else as the task does. Nothing that neither says. */
export function jobOptions(task: JobMaker, options: EnqueueOptions): JobsOptions {
  const { deduplicationId, deduplicationTtl, ...said } = options;
  const given = {
    attempts: task.attempts,
    ...(task.backoff && { backoff: task.backoff }),
    ...(task.priority !== undefined && { priority: task.priority }),
    ...said,
  };
  if (deduplicationId === undefined) return given;
  return {
    ...given,
    deduplication: {
      id: deduplicationId,
      ...(deduplicationTtl !== undefined && { ttl: deduplicationTtl }),
    },
  };
}
