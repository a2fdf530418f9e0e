/**
 * Thrown by a task: the run is tried again, if it has attempts left, after `afterMs` instead of its `backoff`. For what
 * a server says of itself: `Retry-After`, a rate limit's reset.
 */
export class RetryAfterError extends Error {
  readonly afterMs: number;

  constructor(message: string, afterMs: number, options?: ErrorOptions) {
    super(message, options);
    this.name = "RetryAfterError";
    this.afterMs = afterMs;
  }
}

/** What a failed attempt says of the next: there is none, or it comes after so many ms. */
export type RetryVerdict = "never" | { readonly afterMs: number };

// By name: the app may resolve another copy of the package than the worker that runs it.
const FINAL = new Set(["InvalidInputError", "CancelledError"]);

/** What is known of the next attempt; undefined: it comes as the job's `attempts` and `backoff` say. */
export function retryVerdict(
  task: { retryable?(error: Error): boolean } | undefined,
  error: unknown,
): RetryVerdict | undefined {
  if (!(error instanceof Error)) return undefined;
  if (FINAL.has(error.name)) return "never";
  const { afterMs } = error as Partial<RetryAfterError>;
  if (error.name === "RetryAfterError" && typeof afterMs === "number" && afterMs >= 0) return { afterMs };
  return task?.retryable?.(error) === false ? "never" : undefined;
}
