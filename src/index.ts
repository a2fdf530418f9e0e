/** The library's front door: `import { defineTask, createWorker } from "loopward"`. */
import type { LoopwardConfigFile } from "./config/config.js";
import { bindEnqueuer } from "./task/enqueuer.js";
import type { Worker } from "./worker/create-worker.js";
import type { WorkerOptions } from "./worker/options.js";

// Broker and worker are loaded by need: an app's modules import this one in every host, which needs neither.
bindEnqueuer({
  async enqueue(task, inputs, options) {
    const { brokerEnqueuer } = await import("./worker/broker-enqueuer.js");
    return brokerEnqueuer.enqueue(task, inputs, options);
  },
});

/**
 * Starts a worker in this process; resolves when it takes jobs.
 * @throws LoopwardError when the app cannot be loaded or the broker does not answer; nothing is left running then
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const worker = await import("./worker/create-worker.js");
  return worker.createWorker(options);
}

/** Gives a configuration file its types: `export default defineConfig({ broker: "redis://…" })`. */
export function defineConfig(config: LoopwardConfigFile): LoopwardConfigFile {
  return config;
}

export { defineTask } from "./task/define-task.js";
export { LoopwardError, type ErrorCode } from "./findings/errors.js";
export {
  BlockingCallError,
  CancelledError,
  HostLostError,
  StallError,
  TimeLimitError,
} from "./findings/run-errors.js";
export type { LoopwardConfigFile as LoopwardConfig } from "./config/config.js";
export type { Finding, PathStep } from "./findings/finding.js";
export type { Blame, Frame, Report } from "./findings/report.js";
export type { EnqueuedRun, EnqueueOptions, RunContext, Task, TaskOptions } from "./task/types.js";
export type { Worker } from "./worker/create-worker.js";
export type { WorkerOptions } from "./worker/options.js";
