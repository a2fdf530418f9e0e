/** How a run came to its end, for those who count. */
export const runOutcomes = [
  "completed",
  /** It threw. */
  "failed",
  /** It held its loop beyond the abort limit. */
  "stalled",
  /** It took longer than its time limit. */
  "timed-out",
  "cancelled",
  /** Its host was lost, and it goes to no other. */
  "host-lost",
  /** Its job is the broker's again, and nothing is held against it: the worker stops, or an adopted handler gave it back. */
  "given-back",
] as const;

export type RunOutcome = (typeof runOutcomes)[number];

/** By the names of errors: they cross process borders, classes do not. */
const outcomesByError: Readonly<Record<string, RunOutcome>> = {
  StallError: "stalled",
  TimeLimitError: "timed-out",
  CancelledError: "cancelled",
  HostLostError: "host-lost",
  PoolClosedError: "given-back",
  DelayedError: "given-back",
  WaitingError: "given-back",
  WaitingChildrenError: "given-back",
  RateLimitError: "given-back",
};

/** The outcome of a run that threw, or was given up with, `error`. */
export function outcomeOfError(error: unknown): RunOutcome {
  return (error instanceof Error ? outcomesByError[error.name] : undefined) ?? "failed";
}
