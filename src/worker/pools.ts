import { availableParallelism } from "node:os";
import { place, type Placement } from "../placement/place.js";
import { Pool, type PoolOptions } from "../pool/pool.js";
import type { HostSetup } from "../pool/protocol.js";
import type { PoolName, TaskInfo } from "../task/types.js";
import { DEFAULT_ASYNC_CONCURRENCY, type WorkerOptions } from "./options.js";

type PoolHooks = Pick<PoolOptions, "onReport" | "onRedelivered" | "onHost" | "onOutput">;

/** The pools of one worker and the place of every task in them. */
export interface Pools {
  readonly tasks: readonly TaskInfo[];
  readonly placements: ReadonlyMap<string, Placement>;
  /** Runs that may be in flight at once, over all pools. */
  readonly slots: number;
  poolOf(task: string): Pool;
  close(options: { readonly graceMs: number }): Promise<void>;
}

/**
 * Starts the worker's own pool, learns the tasks from its hosts, and starts the other pool if it was asked for or
 * some task declares it.
 */
export async function startPools(options: WorkerOptions, setup: HostSetup, hooks: PoolHooks): Promise<Pools> {
  const own = options.pool ?? "async";
  const pools = new Map<PoolName, Pool>();
  let slots = 0;
  const start = async (name: PoolName) => {
    const size = sizeOf(name, name === own, options);
    // Blocking harms no one in a pool of one slot a host: there is nothing to guard there.
    const pool = new Pool({
      name,
      ...size,
      spares: 1,
      setup: name === "async" ? setup : { ...setup, guard: null },
      ...hooks,
    });
    pools.set(name, pool);
    slots += size.hosts * size.slotsPerHost;
    return pool.start();
  };
  const closeAll = async (close: { readonly graceMs: number }) => {
    await Promise.all([...pools.values()].map((pool) => pool.close(close)));
  };
  try {
    const tasks = await start(own);
    const placements = new Map(tasks.map((task) => [task.name, place(task, own)]));
    const wanted = new Set([...placements.values()].map((placement) => placement.pool));
    if ((options.processes ?? 0) > 0) wanted.add("processes");
    for (const name of wanted) if (!pools.has(name)) await start(name);
    return {
      tasks,
      placements,
      slots,
      poolOf: (task) => pools.get(placements.get(task)?.pool ?? own)!,
      close: closeAll,
    };
  } catch (error) {
    await closeAll({ graceMs: 0 });
    throw error;
  }
}

function sizeOf(
  name: PoolName,
  own: boolean,
  options: WorkerOptions,
): { hosts: number; slotsPerHost: number } {
  const concurrency = own ? options.concurrency : undefined;
  if (name === "processes")
    return {
      hosts: Math.max(1, (own ? concurrency : options.processes) ?? availableParallelism()),
      slotsPerHost: 1,
    };
  const hosts = options.hosts ?? 1;
  return { hosts, slotsPerHost: Math.ceil((concurrency ?? DEFAULT_ASYNC_CONCURRENCY) / hosts) };
}
