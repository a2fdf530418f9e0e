/** The library's front door: `import { defineTask, createWorker } from "loopward"`. */
import type { LoopwardConfigFile } from "./config/config.js";
import { bindEnqueuer } from "./task/enqueuer.js";
import type { Worker } from "./worker/create-worker.js";
import type { WorkerOptions } from "./worker/options.js";

// Broker and worker are loaded by need: an app's modules import this one in every host, which needs neither.
bindEnqueuer(async () => (await import("./worker/broker-enqueuer.js")).brokerEnqueuer);

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
export { chain } from "./task/flows/chain.js";
export { group } from "./task/flows/group.js";
export { RetryAfterError } from "./task/retry.js";
export { LoopwardError, type ErrorCode } from "./findings/errors.js";
export { InvalidInputError, type InputIssue } from "./findings/input-error.js";
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
export type { Chain, EnqueuedChain, EnqueuedGroup, Group, Signature } from "./task/flows/types.js";
export type { DeclaredSchedule, Schedule, When } from "./task/schedule.js";
export type {
  Backoff,
  CancelOptions,
  EnqueuedRun,
  EnqueueOptions,
  RateLimit,
  RunContext,
  ScheduleOptions,
  Task,
  TaskOptions,
} from "./task/types.js";
export type { Worker } from "./worker/create-worker.js";
export type { WorkerOptions } from "./worker/options.js";
