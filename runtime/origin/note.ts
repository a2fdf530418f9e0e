import type { RawFrame } from "../call-site.js";

/** What origin mode tells the watchdog of a callback that took long. */
export interface OriginNote {
  /** Kind of the asynchronous operation, as `async_hooks` names it: `PROMISE`, `Timeout`, `TCPWRAP`, … */
  readonly type: string;
  /** The stack on which the operation was started. */
  readonly frames: readonly RawFrame[];
  /** When its callback began and ended, by `nowMs`. */
  readonly sinceMs: number;
  readonly untilMs: number;
}
