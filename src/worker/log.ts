import type { Job } from "../broker/types.js";
import { causes } from "../findings/cause.js";
import type { Report } from "../findings/report.js";
import type { RunName } from "../pool/protocol.js";
import type { WorkerLog } from "./options.js";

const nothing = () => undefined;

/** Says nothing: a worker inside another program is quiet unless it is given a log. */
export const silentLog: WorkerLog = { info: nothing, warn: nothing, error: nothing, debug: nothing };

/** What each line about a run holds, by which all lines about it are found. */
export function runFields(job: Job, task: string): RunName {
  return { task, runId: job.id ?? "", queue: job.queueName, attempt: job.attemptsMade + 1 };
}

/** The same of the run that a report blames; empty where it blames no one. */
export function blamedFields({ task: run }: Report): Partial<RunName> {
  return run ? { task: run.name, runId: run.runId, queue: run.queue, attempt: run.attempt } : {};
}

/** One line about a stall or a blocking call: who, how long, where, whom it delayed. */
export function describeStall(report: Report): string {
  const held = `${Math.round(report.durationMs)} ms`;
  const delayed = `${report.impact.delayedRuns} other runs waited`;
  if (!report.task) return `loop late by ${held} (${causes[report.cause].title}); ${delayed}`;
  const { blame } = report;
  if (report.kind === "blocking-call")
    return `blocking call: ${report.task.name} called ${blame?.api ?? "what blocks"}${blame ? ` at ${blame.file}:${blame.line}` : ""}`;
  const where = blame ? ` at ${blame.file}:${blame.line}${blame.api ? ` (${blame.api})` : ""}` : "";
  return `stall: ${report.task.name} ${report.task.runId} held the loop for ${held}${where}; ${delayed}`;
}
