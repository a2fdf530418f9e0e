import type { RunInfo } from "./index.js";

/** Reads what a queue hands its processor: the names that BullMQ, Bull, pg-boss, graphile-worker and Agenda use. */
export function describeJob(args: readonly unknown[], processorName: string): RunInfo {
  const [first, second] = args;
  const job = [second, Array.isArray(first) ? (first as unknown[])[0] : first]
    .map((value) => asRecord(asRecord(value)?.job) ?? asRecord(value))
    .find((value) => value !== undefined && idOf(value) !== undefined);
  const runId = job && idOf(job);
  const queue = textOf(job?.queueName) ?? textOf(asRecord(job?.queue)?.name);
  const input = job?.data ?? job?.payload ?? asRecord(job?.attrs)?.data;
  const made = [job?.attemptsMade, job?.retryCount].find((count) => typeof count === "number");
  return {
    name: textOf(job?.task_identifier) ?? textOf(job?.name) ?? (processorName || "anonymous"),
    ...(runId !== undefined && { runId }),
    ...(queue !== undefined && { queue }),
    ...(input !== undefined && { input }),
    ...(made !== undefined && { attempt: made + 1 }),
  };
}

function idOf(job: Record<string, unknown>): string | undefined {
  const id = job.id ?? asRecord(job.attrs)?._id;
  return typeof id === "string" || typeof id === "number" ? String(id) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
