import type { GuardRecord } from "../../runtime/types.js";
import type { Report } from "../findings/report.js";
import { HostLostError, StallError, TimeLimitError, type CancelledError } from "../findings/run-errors.js";
import { runKey } from "./protocol.js";

/** What is known of the end of a host before it came: why, and which run is to blame. */
export interface Doom {
  /** The culprit's key; null: no run is to blame. */
  readonly key: string | null;
  readonly reason: string;
  /** The culprit's error. @param reports the host's stalls that its end completed */
  readonly errorOf: (task: string, reports: readonly Report[]) => Error;
}

/** The guard's verdict: the loop does not turn, and its run has used up what it may. */
export function stalled({ task, reportId }: Extract<GuardRecord, { type: "abort-due" }>): Doom {
  return {
    key: task && runKey(task),
    reason: `killed because ${task ? task.name : "code outside of any run"} held its loop`,
    errorOf: (name, reports) =>
      new StallError(name, reports.find((candidate) => candidate.id === reportId) ?? null),
  };
}

/** A run past its time limit holds the loop: its host cannot reject it. */
export function overdue(key: string, task: string, limitMs: number): Doom {
  return {
    key,
    reason: `killed because ${task} exceeded its time limit and could not be rejected`,
    errorOf: (name) => new TimeLimitError(name, limitMs),
  };
}

/** A cancelled run holds the loop: its host cannot reject it. */
export function cancelled(key: string, task: string, error: CancelledError): Doom {
  return {
    key,
    reason: `killed because ${task} was cancelled and could not be rejected`,
    errorOf: () => error,
  };
}

/** The app ended its host. */
export function endedByApp(key: string | null, reason: string): Doom {
  return { key, reason, errorOf: (name) => new HostLostError(name, reason) };
}
