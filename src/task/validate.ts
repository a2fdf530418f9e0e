import { fail } from "../findings/errors.js";
import { stallActions, type StallAction } from "../findings/stall-rule.js";
import { faultOfSchedules } from "./schedule.js";

type Reject = (reason: string) => Error;

/** @throws LoopwardError `LOOPWARD_BAD_TASK` */
export function validate(options: Record<string, unknown>): void {
  const name = typeof options.name === "string" ? options.name : "";
  const reject: Reject = (reason) => fail("LOOPWARD_BAD_TASK", [name, reason]);
  if (name.trim() === "") throw reject("`name` must be a non-empty string");
  if (typeof options.run !== "function") throw reject("`run` must be a function");
  const { queue, pool, attempts, timeLimit, softTimeLimit, idempotent } = options;
  // BullMQ builds its keys with colons and refuses them in queue names.
  if (queue !== undefined && (typeof queue !== "string" || queue === "" || queue.includes(":")))
    throw reject("`queue` must be a non-empty string without a colon");
  if (pool !== undefined && pool !== "async" && pool !== "processes")
    throw reject('`pool` must be "async" or "processes"');
  if (attempts !== undefined && !(Number.isInteger(attempts) && (attempts as number) >= 1))
    throw reject("`attempts` must be a whole number of at least 1");
  if (timeLimit !== undefined && !(typeof timeLimit === "number" && timeLimit > 0))
    throw reject("`timeLimit` must be a number of milliseconds above 0");
  if (softTimeLimit !== undefined && !(typeof softTimeLimit === "number" && softTimeLimit > 0))
    throw reject("`softTimeLimit` must be a number of milliseconds above 0");
  if (idempotent !== undefined && typeof idempotent !== "boolean")
    throw reject("`idempotent` must be true or false");
  if (options.stall !== undefined) validateStall(options.stall, reject);
  validateRetries(options, reject);
  validatePace(options, reject);
  if (!isSchema(options.input)) throw reject("`input` must be a Standard Schema (zod, valibot, arktype, …)");
  const schedules = faultOfSchedules(options.schedule);
  if (schedules) throw reject(`\`schedule\`: ${schedules}`);
}

function validateRetries({ backoff, retryable }: Record<string, unknown>, reject: Reject): void {
  if (retryable !== undefined && typeof retryable !== "function")
    throw reject("`retryable` must be a function");
  if (backoff === undefined) return;
  const { type, delay, jitter, maxDelay } = (backoff ?? {}) as Record<string, unknown>;
  if (type !== "fixed" && type !== "exponential")
    throw reject('`backoff.type` must be "fixed" or "exponential"');
  if (!isAtLeast(0, delay)) throw reject("`backoff.delay` must be a number of milliseconds");
  if (jitter !== undefined && !(isAtLeast(0, jitter) && (jitter as number) <= 1))
    throw reject("`backoff.jitter` must be a number from 0 to 1");
  if (maxDelay !== undefined && !isAtLeast(0, maxDelay))
    throw reject("`backoff.maxDelay` must be a number of milliseconds");
}

function validatePace(options: Record<string, unknown>, reject: Reject): void {
  const { concurrency, limit, slice, priority } = options;
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && isAtLeast(1, concurrency)))
    throw reject("`concurrency` must be a whole number of at least 1");
  if (slice !== undefined && !isAtLeast(0, slice)) throw reject("`slice` must be a number of milliseconds");
  if (priority !== undefined && !(Number.isInteger(priority) && isAtLeast(0, priority)))
    throw reject("`priority` must be a whole number");
  if (limit === undefined) return;
  const { max, duration } = (limit ?? {}) as Record<string, unknown>;
  if (!(Number.isInteger(max) && isAtLeast(1, max) && isAtLeast(1, duration)))
    throw reject("`limit` must be { max, duration }: a whole number of runs, and milliseconds");
}

function isAtLeast(least: number, value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= least;
}

// Some libraries' schemas are functions.
function isSchema(input: unknown): boolean {
  if (input === undefined) return true;
  const candidate = typeof input === "function" || (typeof input === "object" && input !== null) ? input : {};
  return typeof (candidate as { "~standard"?: { validate?: unknown } })["~standard"]?.validate === "function";
}

function validateStall(stall: unknown, reject: Reject): void {
  if (typeof stall !== "object" || stall === null) throw reject("`stall` must be an object");
  const { action, abortAfterMs } = stall as Record<string, unknown>;
  if (action !== undefined && !stallActions.includes(action as StallAction))
    throw reject(`\`stall.action\` must be one of ${stallActions.join(", ")}`);
  if (abortAfterMs !== undefined && !(typeof abortAfterMs === "number" && abortAfterMs > 0))
    throw reject("`stall.abortAfterMs` must be a number of milliseconds above 0");
}
