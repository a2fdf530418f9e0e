import type { PoolName, TaskInfo } from "../task/types.js";

/** In which pool a task runs, and on what evidence. */
export interface Placement {
  readonly task: string;
  readonly pool: PoolName;
  readonly because: "declared" | "default";
}

/** A task runs in the pool it declares, else in the worker's own. */
export function place(task: Pick<TaskInfo, "name" | "pool">, defaultPool: PoolName): Placement {
  return task.pool === null
    ? { task: task.name, pool: defaultPool, because: "default" }
    : { task: task.name, pool: task.pool, because: "declared" };
}
