import type { Report, ReportTask, TaskInput } from "../src/findings/report.js";
import type { StallRule } from "../src/findings/stall-rule.js";
import type { StrictOptions } from "./strict/options.js";
import type { Unsaid } from "./unsaid.js";

/**
 * How far the guard may go.
 * `report`: writes reports, touches no run. `abort`: also signals and rejects the culprit once the loop turns,
 * and asks for the host's end when it does not.
 */
export type GuardMode = "report" | "abort";

/**
 * How a run whose loop does not turn is ended: `kill` asks for the host's end; `throw` throws in the run's own code, if
 * that was loaded with checks in it (`instrumentModules`); `in-place` does both, the throw first; `signal` does neither.
 */
export type AbortMeans = "signal" | "throw" | "in-place" | "kill";

/** Whether the app's code is to be loaded with checks in it. */
export function throwsInPlace({ mode, abort }: Pick<GuardOptions, "mode" | "abort">): boolean {
  return mode === "abort" && (abort === "throw" || abort === "in-place");
}

/**
 * Where the watchdog thread writes, one JSON object a line: `GuardRecord`s to the pipe `fd`, which a supervisor reads;
 * plain `Report`s to `file`, which is appended to, or to files by day and size in `folder`, which hold `maxBytes` together.
 */
export type RecordSink =
  | { readonly fd: number }
  | { readonly file: string }
  | { readonly folder: string; readonly maxBytes: number };

export interface GuardOptions {
  readonly mode: GuardMode;
  /** A loop that did not turn for longer is a stall. */
  readonly thresholdMs: number;
  /** A run that held the loop this long in all (its blamed stalls added up) is aborted. Used in mode `abort` only. */
  readonly abortAfterMs: number;
  /** `kill` unless said. Used in mode `abort` only. */
  readonly abort?: AbortMeans;
  /** Every blocking call inside a run is reported; null or absent: only stalls are. */
  readonly strict?: StrictOptions | null;
  /** Reports say where the asynchronous operation was started that stalled; see `OriginChoice`. */
  readonly origin?: boolean;
  /** Project root: files in reports are relative to it. */
  readonly root: string;
  readonly sink: RecordSink;
  /** Asked on the main thread for the input of a run that the final report of a stall blames; absent: reports hold none. */
  readonly inputOf?: (task: ReportTask) => TaskInput | null;
  /** Called on the main thread, once its loop turns, with every report: each ongoing one, and the final one. */
  readonly onReport?: (report: Report) => void;
}

/** What of it the watchdog is told: it works in a thread of its own. */
export type WatchdogOptions = Omit<GuardOptions, "onReport" | "inputOf">;

/**
 * What the watchdog writes to its sink. Every record but `stall` lines is for the supervisor.
 * `report`: a `Report`; the same id comes again when the stall ended.
 * `unsaid`: what the main thread had kept to say (`Guard.unsaid`) when its loop stood still.
 * `abort-due`: the loop did not turn and the run's limit is reached: the host must be killed. Names the culprit, if known.
 */
export type GuardRecord =
  | { readonly type: "report"; readonly report: Report }
  | { readonly type: "abort-due"; readonly task: ReportTask | null; readonly reportId: string }
  | { readonly type: "unsaid"; readonly texts: readonly string[] };

/** A run under the guard. */
export interface GuardedRun {
  /** Executes `fn` as a part of it: stalls in it, and in all it awaits, are the run's own. */
  execute<T>(fn: () => T): T;
  /** Forgets the run. */
  settled(): void;
}

/** The guard around one loop, from the side of the main thread. */
export interface Guard {
  /**
   * Begins the run `task`. `onAbort` is called, on a turning loop, when it has to be given up (mode `abort`).
   * Run ids are unique within their queue only.
   */
  begin(task: ReportTask, onAbort?: (report: Report) => void): GuardedRun;
  /** The run in whose context the caller executes. */
  current(): ReportTask | null;
  /** Where the main thread keeps what it is about to say: the watchdog says it if a stall comes first. */
  readonly unsaid: Unsaid;
  /** Resolves, after the loop has turned, when all reports of what went before are written and told. */
  flush(): Promise<void>;
  /** What tasks, by name, say of how far the guard may go with them; without, it goes as far as its options say. */
  setRules(rules: ReadonlyMap<string, StallRule>): void;
  /** Until the next `begin` only a loop that stands still for seconds is told: for one on which nobody waits yet. */
  rest(): void;
  /** Ends the watchdog thread and takes the breadcrumbs off. */
  stop(): Promise<void>;
}
