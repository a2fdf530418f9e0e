import type { Worker } from "../worker/create-worker.js";

/** What of a worker its readiness depends on. */
export type Observed = Pick<Worker, "pools" | "brokerAnswers" | "queueCounts">;

/** A worker in the course of its life. */
export interface Life {
  /** Null: it starts, or could not. */
  readonly worker: Observed | null;
  readonly isStopping: boolean;
}

/** Whether a worker takes jobs, and if not, why not. */
export interface Readiness {
  readonly ready: boolean;
  readonly reason: "starting" | "stopping" | "no host is up" | "the broker does not answer" | null;
}

/** Looks whether a worker takes jobs. Resolves within a second; never rejects. */
export async function readinessOf({ worker, isStopping }: Life): Promise<Readiness> {
  if (isStopping) return notReady("stopping");
  if (!worker) return notReady("starting");
  if (!worker.pools().some(({ hosts }) => hosts.some(({ ready }) => ready))) return notReady("no host is up");
  if (!(await worker.brokerAnswers())) return notReady("the broker does not answer");
  return { ready: true, reason: null };
}

function notReady(reason: Readiness["reason"]): Readiness {
  return { ready: false, reason };
}
