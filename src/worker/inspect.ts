import { fail } from "../findings/errors.js";
import type { PoolHost } from "../pool/pool-options.js";
import type { Ticket } from "../pool/ticket.js";
import type { PoolName } from "../task/types.js";
import type { Pools } from "./pools.js";

/** A run that a worker has in hand. */
export interface ActiveRun {
  readonly id: string;
  readonly queue: string;
  readonly task: string;
  readonly attempt: number;
  readonly redelivered: boolean;
  readonly pool: PoolName;
  /** Process id of its host; null: it waits for a slot. */
  readonly host: number | null;
  /** For how long its host has had it, in ms; null: it waits for a slot. */
  readonly forMs: number | null;
}

/** A host of a pool. */
export type HostStats = Omit<PoolHost, "runs"> & { readonly runs: number };

/** A pool of a worker, as it is at the moment. */
export interface PoolStats {
  readonly name: PoolName;
  readonly slots: number;
  /** Runs that wait for a slot. */
  readonly waiting: number;
  /** `ready`: it takes runs. One that is not starts, or ends when its runs have settled. */
  readonly hosts: readonly HostStats[];
}

export function activeRuns(pools: Pools): ActiveRun[] {
  return [...pools.all].flatMap(([name, pool]) => [
    ...pool.hosts.flatMap(({ pid, runs }) => runs.map((run) => describe(run, name, pid))),
    ...pool.waiting.map((run) => describe(run, name, null)),
  ]);
}

export function poolStats(pools: Pools): PoolStats[] {
  return [...pools.all].map(([name, pool]) => ({
    name,
    slots: pool.slots,
    waiting: pool.waiting.length,
    hosts: pool.hosts.map(({ runs, ...host }) => ({ ...host, runs: runs.length })),
  }));
}

/**
 * Cancels the run with this id, or `QUEUE/ID`: ids are unique within their queue only.
 * @returns false when this worker does not have it in hand
 * @throws LoopwardError `LOOPWARD_BAD_OPTION` when several runs have the id
 */
export function cancelRun(pools: Pools, run: string): boolean {
  const keys = activeRuns(pools).map(({ queue, id }) => ({ key: `${queue}/${id}`, id }));
  const named = keys.filter(({ key }) => key === run);
  const meant = named.length > 0 ? named : keys.filter(({ id }) => id === run);
  if (meant.length > 1)
    throw fail("LOOPWARD_BAD_OPTION", [
      run,
      `it may be ${meant.map(({ key }) => key).join(" or ")}: say which`,
    ]);
  return meant.some(({ key }) => pools.cancel(key, null));
}

function describe({ order, takenAt }: Ticket, pool: PoolName, host: number | null): ActiveRun {
  const { runId: id, queue, task, attempt, redelivered } = order;
  const forMs = host === null || takenAt === null ? null : Date.now() - takenAt;
  return { id, queue, task, attempt, redelivered, pool, host, forMs };
}
