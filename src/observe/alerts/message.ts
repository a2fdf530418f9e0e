import type { Report } from "../../findings/report.js";
import { describeStall } from "../../worker/log.js";
import type { Culprit } from "./culprit.js";

/** What is sent about a culprit, as JSON. */
export interface AlertMessage {
  readonly type: "loopward.culprit";
  /** ISO 8601, of the stall. */
  readonly timestamp: string;
  /** One sentence for people. */
  readonly text: string;
  readonly data: Culprit & {
    readonly queue: string;
    readonly function: string;
    readonly api: string | null;
    readonly code: string;
    readonly cause: string;
    readonly durationMs: number;
    readonly delayedRuns: number;
    readonly action: string;
    readonly advice: string;
    /** Id of the report: `loopward reports show ID`. */
    readonly report: string;
  };
}

/** @throws TypeError when the report blames no line; `culpritOf` says so before */
export function messageOf(culprit: Culprit, report: Report): AlertMessage {
  const { blame, task, cause, durationMs, impact, action, advice, id, time } = report;
  if (!blame || !task) throw new TypeError("a report without a culprit");
  return {
    type: "loopward.culprit",
    timestamp: time,
    text: describeStall(report),
    data: {
      ...culprit,
      ...{ queue: task.queue, function: blame.function, api: blame.api, code: blame.code },
      ...{ cause, durationMs, delayedRuns: impact.delayedRuns, action, advice, report: id },
    },
  };
}
