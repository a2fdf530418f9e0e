import type { RunInfo } from "./index.js";

/**
 * Reads what a queue hands its processor: the names that BullMQ, Bull, pg-boss, graphile-worker and Agenda use; and an HTTP
 * request whose framework knows the route (Fastify, Express): the path alone would make a name of each address.
 */
export function describeJob(args: readonly unknown[], processorName: string): RunInfo {
  const job = jobIn(args);
  const runId = job && idOf(job);
  const queue = textOf(job?.queueName) ?? textOf(asRecord(job?.queue)?.name);
  const input = job?.data ?? job?.payload;
  const attempt = job && attemptOf(job);
  return {
    name: (job && nameOf(job)) ?? (processorName || "anonymous"),
    ...(runId !== undefined && { runId }),
    ...(queue !== undefined && { queue }),
    ...(input !== undefined && { input }),
    ...(attempt !== undefined && { attempt }),
  };
}

// graphile-worker hands it over as a part of its second argument, Agenda wraps it, pg-boss gives a list.
function jobIn([first, second]: readonly unknown[]): Record<string, unknown> | undefined {
  return [second, Array.isArray(first) ? (first as unknown[])[0] : first]
    .map((value) => asRecord(value))
    .map((value) => asRecord(value?.job) ?? asRecord(value?.attrs) ?? value)
    .find((value) => value && (idOf(value) !== undefined || routeOf(value) !== undefined));
}

function nameOf(job: Record<string, unknown>): string | undefined {
  return textOf(job.task_identifier) ?? textOf(job.name) ?? routeOf(job);
}

function idOf({ id, _id }: Record<string, unknown>): string | undefined {
  const given = id ?? _id;
  if (typeof given === "string" || typeof given === "number") return String(given);
  // MongoDB's own kind of id, which Agenda passes on.
  const hex = asRecord(given)?.toHexString;
  return typeof hex === "function" ? String(given) : undefined;
}

/** From 1. Bull's jobs have `attempts` for the most there may be: so only graphile-worker's are asked for it. */
function attemptOf(job: Record<string, unknown>): number | undefined {
  if (typeof job.task_identifier === "string" && typeof job.attempts === "number") return job.attempts;
  const made = [job.attemptsMade, job.retryCount].find((count) => typeof count === "number");
  return made === undefined ? undefined : made + 1;
}

function routeOf({ method, routeOptions, baseUrl, route }: Record<string, unknown>): string | undefined {
  const path = textOf(asRecord(routeOptions)?.url) ?? textOf(asRecord(route)?.path);
  return path && textOf(method) && `${String(method)} ${textOf(baseUrl) ?? ""}${path}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
