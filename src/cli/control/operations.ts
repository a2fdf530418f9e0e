import type { Worker } from "../../worker/create-worker.js";
import type { Operations } from "./server.js";
import type { Stopper } from "../worker/stop.js";

const MB = 1024 * 1024;

/** What `loopward inspect` and `loopward control` ask and tell a worker. */
export function operationsOf(name: string, worker: Worker, stopper: Stopper): Operations {
  const scale = (by: number) => {
    worker.scale(by);
    return { slots: worker.slots };
  };
  return {
    ping: () => ({ name, pid: process.pid, state: stopper.isStopping ? "stopping" : "ready" }),
    active: () => [...worker.active()],
    registered: () => worker.tasks.map((task) => ({ ...task })),
    stats: () => ({
      pid: process.pid,
      node: process.version,
      uptimeS: Math.round(process.uptime()),
      memoryMb: Math.round(process.memoryUsage.rss() / MB),
      broker: worker.brokerLabel,
      queues: [...worker.queues],
      slots: worker.slots,
      autoscale: worker.autoscale,
      runs: { active: worker.active().length, ...worker.counts },
      pools: worker.pools().map((pool) => ({ ...pool, hosts: [...pool.hosts] })),
    }),
    shutdown: ({ how }) => {
      stopper.stop(how);
      return { how };
    },
    "pool-grow": ({ by }) => scale(by),
    "pool-shrink": ({ by }) => scale(-by),
    cancel: ({ run }) => ({ cancelled: worker.cancel(run) }),
  };
}
