import type { Report, TaskInput } from "../../src/findings/report.js";
import type { StallRule } from "../../src/findings/stall-rule.js";
import type { InPlaceChannel } from "../in-place/channel.js";
import type { OriginNote } from "../origin/note.js";
import type { ScriptMap } from "../script-maps.js";
import type { BlockingCallNote, SiteCount } from "../strict/notes.js";
import type { WatchdogOptions } from "../types.js";

/** What the main thread hands the watchdog when it starts it. */
export interface WatchdogData {
  readonly shared: SharedArrayBuffer;
  readonly options: WatchdogOptions;
  /** Whether every report is to be posted to the main thread too. */
  readonly tellReports: boolean;
  /** Whether it is to be asked for the inputs of runs. */
  readonly asksInputs: boolean;
  /** Null: runs are not aborted in place. */
  readonly inPlace: InPlaceChannel | null;
}

export type ToWatchdog =
  | { readonly type: "rules"; readonly rules: ReadonlyMap<string, StallRule> }
  | { readonly type: "map"; readonly map: ScriptMap }
  /** Answers `abort`: whether the run was still in flight and has been given up. */
  | { readonly type: "abort-done"; readonly reportId: string; readonly given: boolean }
  /** Answers `input`. */
  | { readonly type: "input-is"; readonly reportId: string; readonly input: TaskInput | null }
  /** Strict mode: a run makes a blocking call from a line that is not known yet. */
  | { readonly type: "blocking-call"; readonly note: BlockingCallNote }
  /** Strict mode: how often lines that are known made theirs so far. */
  | { readonly type: "blocking-counts"; readonly counts: readonly SiteCount[] }
  /** Origin mode: a callback has taken long. */
  | { readonly type: "origin"; readonly note: OriginNote }
  /** To be answered, under the same number, when all that is known is written. */
  | { readonly type: "flush"; readonly number: number }
  | { readonly type: "stop" };

export type FromWatchdog =
  | { readonly type: "ready" }
  | { readonly type: "abort"; readonly report: Report }
  | { readonly type: "input"; readonly report: Report }
  | { readonly type: "report"; readonly report: Report }
  | { readonly type: "flushed"; readonly number: number }
  /** All is written and the session is disconnected: the thread ends as soon as it is released. */
  | { readonly type: "disconnected" };
