import { fail } from "../findings/errors.js";
import type { RateLimit, TaskInfo } from "../task/types.js";

/**
 * The rate limit of a queue: what its tasks declare. Null: none of them declares any.
 * @throws LoopwardError `LOOPWARD_LIMITS_DIFFER`
 */
export function limitOf(queue: string, tasks: readonly TaskInfo[]): RateLimit | null {
  const limited = tasks.filter((task) => task.queue === queue && task.limit);
  const [first, ...others] = limited.map(({ limit }) => limit!);
  if (!first) return null;
  if (others.every(({ max, duration }) => max === first.max && duration === first.duration)) return first;
  const told = limited.map(({ name, limit }) => `${name}: ${limit!.max} in ${limit!.duration} ms`);
  throw fail("LOOPWARD_LIMITS_DIFFER", [queue, told.join(", ")]);
}
