import type { ReportTask } from "../../src/findings/report.js";
import type { RawFrame } from "../call-site.js";

/** What strict mode tells the watchdog of the first call at a site. */
export interface BlockingCallNote {
  /** Number of the site: one line that calls one API in one task. */
  readonly site: number;
  /** Index in the catalogue + 1. */
  readonly api: number;
  readonly task: ReportTask;
  readonly frames: readonly RawFrame[];
  /** When the call began, by `nowMs`. */
  readonly atMs: number;
}

/** How often a site was called so far, and how long that took in all and at worst. */
export interface SiteCount {
  readonly site: number;
  count: number;
  totalMs: number;
  worstMs: number;
}
