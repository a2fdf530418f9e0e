import type { Report } from "../../src/findings/report.js";
import type { Capture } from "./capture.js";
import type { Ladder } from "./ladder.js";
import type { Records } from "./records.js";
import type { Reporter } from "./reporter.js";
import type { Thrower } from "./thrower.js";
import type { MainThreadView } from "./view.js";

/** What the watchdog needs of the world. */
export interface WatchdogParts {
  readonly view: MainThreadView;
  readonly capture: Capture;
  /** Takes over what the main thread could not say. */
  readonly claimUnsaid: () => readonly string[];
  readonly records: Records;
  readonly reporter: Reporter;
  /** Null: runs are not aborted in place. */
  readonly thrower: Thrower | null;
  readonly ladder: Ladder;
  /** Has the main thread give the culprit up; resolves to whether it was still in flight. */
  readonly giveUp: (report: Report) => Promise<boolean>;
  /** Adds the input of the run that a report blames, where reports may hold it and the main thread knows it. */
  readonly addInput: (report: Report) => Promise<Report>;
  /** Writes a report, and tells the main thread where it wants to know. */
  readonly write: (report: Report) => void;
}
