import { join } from "node:path";
import type { Project } from "../../config/config.js";
import { fail } from "../../findings/errors.js";
import { checkAddress, parseAddress, type MetricsAddress } from "../../observe/address.js";
import type { Worker } from "../../worker/create-worker.js";
import type { WorkerLog } from "../../worker/options.js";
import type { WorkerFlags } from "./flags.js";
import type { Stopper } from "./stop.js";

/** Whoever looks at a worker from its own process: the server of its metrics, the sender of alerts. */
export interface Observers {
  /** Whether the hosts are to say how they are. */
  readonly wantVitals: boolean;
  /** The worker has started. */
  look(worker: Worker, stopper: Pick<Stopper, "isStopping">): void;
  close(): Promise<void>;
}

/**
 * Starts those that are asked for, before the worker starts.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`
 */
export async function observe(
  flags: WorkerFlags,
  { root, config: { worker: said = {} } }: Project,
  log: WorkerLog,
): Promise<Observers> {
  const address = flags.metrics ?? (said.metrics === undefined ? null : addressIn(said.metrics));
  if (address) checkAddress(address, flags.metricsExpose ?? said.metricsExpose ?? false);
  const alerts = await alertTo(flags.alertWebhook ?? said.alertWebhook, join(root, ".loopward"), log);
  let worker: Worker | null = null;
  let stopper: Pick<Stopper, "isStopping"> | null = null;
  const life = () => ({ worker, isStopping: stopper?.isStopping ?? false });
  const metrics = address && (await serve(address, life, log));
  return {
    wantVitals: address !== null,
    look(started, itsStopper) {
      worker = started;
      stopper = itsStopper;
    },
    async close() {
      await metrics?.close();
      await alerts?.close();
    },
  };
}

/** Loaded by need: most workers are not scraped. */
async function serve(
  address: MetricsAddress,
  life: () => { readonly worker: Worker | null; readonly isStopping: boolean },
  log: WorkerLog,
): Promise<{ close(): Promise<void> }> {
  const { WorkerMetrics } = await import("../../observe/metrics/worker-metrics.js");
  const { serveMetrics } = await import("../../observe/serve.js");
  const metrics = new WorkerMetrics();
  const served = await serveMetrics(address, metrics, life);
  log.info({ metrics: served.url }, `metrics at ${served.url}/metrics, and /health, /ready`);
  return {
    async close() {
      await served.close();
      metrics.stop();
    },
  };
}

async function alertTo(url: string | undefined, stateDir: string, log: WorkerLog) {
  if (url === undefined) return null;
  const secret = process.env.LOOPWARD_ALERT_SECRET;
  if (!secret)
    throw fail("LOOPWARD_BAD_OPTION", [
      "--alert-webhook",
      "set LOOPWARD_ALERT_SECRET, which the receiver checks the signature with",
    ]);
  const { Alerts } = await import("../../observe/alerts/alerts.js");
  return new Alerts({ webhook: { url, secret }, stateDir, log });
}

function addressIn(text: string): MetricsAddress {
  const address = parseAddress(text);
  if (!address) throw fail("LOOPWARD_BAD_OPTION", ["worker.metrics", "it is a port, or HOST:PORT"]);
  return address;
}
