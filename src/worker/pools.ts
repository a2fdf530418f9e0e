import { availableParallelism } from "node:os";
import type { Placer } from "../placement/placer.js";
import { Pool } from "../pool/pool.js";
import type { PoolOptions, PoolSize } from "../pool/pool-options.js";
import type { HostSetup, RunOrder } from "../pool/protocol.js";
import type { RunHooks } from "../pool/ticket.js";
import type { PoolName, TaskInfo } from "../task/types.js";
import { DEFAULT_ASYNC_CONCURRENCY, type WorkerOptions } from "./options.js";
import { policyOf } from "./placement.js";

export type PoolHooks = Pick<PoolOptions, "onReport" | "onRedelivered" | "onHost" | "onOutput" | "onNotice">;

/** The pools of one worker and the place of every task in them. */
export interface Pools {
  readonly tasks: readonly TaskInfo[];
  readonly placer: Placer;
  /** Runs that may be in flight at once, over all pools. */
  readonly slots: number;
  /** Runs of them that the process pool beside the async one may hold; 0: there is none. */
  readonly processSlots: number;
  /** @param queue the run's: `task` may be the job's name to the queue's adopted handler */
  poolOf(task: string, queue: string): PoolName;
  /** Brings a run to its end in the pool, or in the worker's own where there is no such. */
  run(pool: PoolName, order: RunOrder, hooks: RunHooks): Promise<unknown>;
  /** The worker's own pool: the one for tasks that declare none. */
  readonly own: Pool;
  /** Each pool by its name. */
  readonly all: ReadonlyMap<PoolName, Pool>;
  /** Gives the worker's own pool so many slots, or a few more where they are to be spread evenly. */
  resize(slots: number): void;
  /** Has `listener` called when there are more slots, or fewer. */
  onResize(listener: () => void): void;
  /**
   * Loads the app anew in all pools.
   * @throws LoopwardError what loading the app threw; all goes on as it was
   */
  reload(): Promise<void>;
  /** Ends a run as cancelled, by its key (`runKey`), in whichever pool it is; false: it is in none. */
  cancel(key: string, reason: string | null): boolean;
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
  const solo = options.pool === "solo";
  const own: PoolName = options.pool === "processes" ? "processes" : "async";
  const pools = new Map<PoolName, Pool>();
  const listeners: (() => void)[] = [];
  const start = async (name: PoolName) => {
    const size = solo ? { hosts: 1, slotsPerHost: 1 } : sizeOf(name, name === own, options);
    // Blocking harms no one in a pool of one slot a host: there is nothing to guard there.
    const pool = new Pool({
      name,
      ...size,
      spares: solo || options.spare === false ? 0 : 1,
      setup: name === "async" ? setup : { ...setup, guard: null },
      ...hooks,
    });
    pools.set(name, pool);
    return pool.start();
  };
  const closeAll = async (close: { readonly graceMs: number }) => {
    await Promise.all([...pools.values()].map((pool) => pool.close(close)));
  };
  try {
    let tasks = await start(own);
    let placer = placerFor(tasks);
    const wanted = new Set(tasks.map((task) => placer.poolOf(task.name, task.queue)));
    if ((options.processes ?? 0) > 0 || policyOf(options).mode === "auto") wanted.add("processes");
    if (!solo) for (const name of wanted) if (!pools.has(name)) await start(name);
    return {
      get tasks() {
        return tasks;
      },
      get placer() {
        return placer;
      },
      get slots() {
        let sum = 0;
        for (const pool of pools.values()) sum += pool.slots;
        return sum;
      },
      processSlots: own === "processes" ? 0 : (pools.get("processes")?.slots ?? 0),
      own: pools.get(own)!,
      all: pools,
      resize(slots) {
        pools.get(own)!.resize(sizeFor(own, slots, options));
        for (const listener of listeners) listener();
      },
      onResize: (listener) => void listeners.push(listener),
      async reload() {
        // The own pool first: an app that cannot be loaded changes nothing.
        tasks = await pools.get(own)!.reload();
        placer = placerFor(tasks);
        for (const [name, pool] of pools) if (name !== own) await pool.reload();
      },
      poolOf: (task, queue) => {
        const pool = placer.poolOf(task, queue);
        return pools.has(pool) ? pool : own;
      },
      run: (name, order, hooks) => (pools.get(name) ?? pools.get(own)!).run(order, hooks),
      cancel: (key, reason) => [...pools.values()].some((pool) => pool.cancel(key, reason)),
      close: closeAll,
    };
  } catch (error) {
    await closeAll({ graceMs: 0 });
    throw error;
  }
}

function sizeOf(name: PoolName, own: boolean, options: WorkerOptions): PoolSize {
  // It begins with what it never goes below.
  const concurrency = own ? (options.autoscale?.min ?? options.concurrency) : undefined;
  const usual =
    name === "async"
      ? DEFAULT_ASYNC_CONCURRENCY
      : Math.max(1, (own ? undefined : options.processes) ?? availableParallelism());
  return sizeFor(name, concurrency ?? usual, options);
}

function sizeFor(name: PoolName, slots: number, { hosts = 1 }: WorkerOptions): PoolSize {
  return name === "processes"
    ? { hosts: slots, slotsPerHost: 1 }
    : { hosts, slotsPerHost: Math.ceil(slots / hosts) };
}
