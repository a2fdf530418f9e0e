import { availableParallelism } from "node:os";
import type { Placer } from "../placement/placer.js";
import { Pool, type PoolOptions } from "../pool/pool.js";
import type { HostSetup, RunOrder } from "../pool/protocol.js";
import type { RunHooks } from "../pool/ticket.js";
import type { PoolName, TaskInfo } from "../task/types.js";
import { DEFAULT_ASYNC_CONCURRENCY, type WorkerOptions } from "./options.js";
import { policyOf } from "./placement.js";

export type PoolHooks = Pick<PoolOptions, "onReport" | "onRedelivered" | "onHost" | "onOutput">;

/** The pools of one worker and the place of every task in them. */
export interface Pools {
  readonly tasks: readonly TaskInfo[];
  readonly placer: Placer;
  /** Runs that may be in flight at once, over all pools. */
  readonly slots: number;
  /** Runs of them that the process pool beside the async one may hold; 0: there is none. */
  readonly processSlots: number;
  poolOf(task: string): PoolName;
  /** Brings a run to its end in the pool, or in the worker's own where there is no such. */
  run(pool: PoolName, order: RunOrder, hooks: RunHooks): Promise<unknown>;
  close(options: { readonly graceMs: number }): Promise<void>;
}

/**
 * Starts the worker's own pool, learns the tasks from its hosts, and starts the other pool if it was asked for or
 * some task declares it.
 */
export async function startPools(
  options: WorkerOptions,
  setup: HostSetup,
  hooks: PoolHooks,
  placerFor: (tasks: readonly TaskInfo[]) => Placer,
): Promise<Pools> {
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
    const placer = placerFor(tasks);
    const wanted = new Set(tasks.map((task) => placer.poolOf(task.name)));
    if ((options.processes ?? 0) > 0 || policyOf(options).mode === "auto") wanted.add("processes");
    for (const name of wanted) if (!pools.has(name)) await start(name);
    return {
      tasks,
      placer,
      slots,
      processSlots: own === "processes" ? 0 : (pools.get("processes")?.slots ?? 0),
      poolOf: (task) => (pools.has(placer.poolOf(task)) ? placer.poolOf(task) : own),
      run: (name, order, hooks) => (pools.get(name) ?? pools.get(own)!).run(order, hooks),
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
