import type { Report } from "../../src/findings/report.js";
import type { InPlaceChannel } from "../in-place/channel.js";
import type { ScriptMap } from "../script-maps.js";
import type { GuardOptions } from "../types.js";

/** What the main thread hands the watchdog when it starts it. */
export interface WatchdogData {
  readonly shared: SharedArrayBuffer;
  readonly options: Omit<GuardOptions, "onReport">;
  /** Whether every report is to be posted to the main thread too. */
  readonly tellReports: boolean;
  /** Null: runs are not aborted in place. */
  readonly inPlace: InPlaceChannel | null;
}

export type ToWatchdog =
  | { readonly type: "map"; readonly map: ScriptMap }
  /** Answers `abort`: whether the run was still in flight and has been given up. */
  | { readonly type: "abort-done"; readonly reportId: string; readonly given: boolean }
  | { readonly type: "stop" };

export type FromWatchdog =
  | { readonly type: "ready" }
  | { readonly type: "abort"; readonly report: Report }
  | { readonly type: "report"; readonly report: Report };
