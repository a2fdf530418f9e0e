import type { MessagePort } from "node:worker_threads";
import type { Report } from "../../src/findings/report.js";

/**
 * What watchdog and main thread share to abort a run in place. The flag's one word holds the slot of the run to be
 * aborted, its negative once the run has met a check, and 0 else. Why comes over the port, before the flag is raised: a
 * thread that stands still can take it from there all the same.
 */
export interface InPlaceChannel {
  readonly flag: Int32Array;
  readonly port: MessagePort;
}

export interface ThrowOrder {
  readonly report: Report;
  /** How many checks throw: more each time that the run swallowed what was thrown. */
  readonly times: number;
}
