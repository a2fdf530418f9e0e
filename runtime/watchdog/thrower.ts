import type { Report, ReportTask } from "../../src/findings/report.js";
import { nowMs } from "../clock.js";
import type { InPlaceChannel, ThrowOrder } from "../in-place/channel.js";
import { runKey } from "../run-context.js";
import type { Hold } from "./hold.js";

/** How long a run may take to end once it has been thrown at, in ms; then its host is killed. */
const GRACE_MS = 1_000;
/** Time to clean up, in which no check throws; then it is thrown again, at twice as many checks, in ms. */
const AGAIN_MS = 100;
/** Own code meets a check in no time: who meets none for so long, in ms, is in native code, a regular expression or a package. */
const UNMET_MS = 500;

/** One run that is being aborted in place. */
interface Attempt {
  readonly hold: Hold;
  readonly slot: number;
  readonly sinceMs: number;
  nextMs: number;
  times: number;
  /** Since when the flag has been raised without that a check was met; null: it is not raised yet. */
  unmetSinceMs: number | null;
}

/** Has a check in the culprit's own code throw. */
export class Thrower {
  readonly #channel: InPlaceChannel;
  #attempt: Attempt | null = null;
  /** A run that was rejected has no slot any more; the main thread knows it by the one it had. */
  #last: { readonly key: string; readonly slot: number } | null = null;

  constructor(channel: InPlaceChannel) {
    this.#channel = channel;
  }

  /**
   * What to do about a run whose limit is reached: throw (again), wait for it to end, or give it up.
   * @param deafMs for how long the thread has not answered: native code, in which there is no check
   */
  next(hold: Hold, culprit: ReportTask | null, now: number, deafMs: number): "throw" | "wait" | "give up" {
    if (this.#attempt?.hold !== hold) {
      const slot = culprit ? this.#slotOf(hold, culprit) : 0;
      if (slot === 0 || deafMs >= GRACE_MS) return "give up";
      this.#attempt = { hold, slot, sinceMs: now, nextMs: now, times: 0.5, unmetSinceMs: null };
    }
    const attempt = this.#attempt;
    if (now - attempt.sinceMs >= GRACE_MS || this.#isUnmet(attempt, now)) return "give up";
    if (now < attempt.nextMs) return "wait";
    attempt.nextMs = now + AGAIN_MS;
    attempt.times *= 2;
    return "throw";
  }

  /** Raises the flag for the run of the present attempt, unless its hold has ended. */
  raise(hold: Hold, report: Report): void {
    const attempt = this.#attempt;
    if (attempt?.hold !== hold || hold.endMs !== null) return;
    this.#channel.port.postMessage({ report, times: attempt.times } satisfies ThrowOrder);
    const before = Atomics.exchange(this.#channel.flag, 0, attempt.slot);
    if (before !== attempt.slot) attempt.unmetSinceMs = nowMs();
  }

  /** The hold has ended: lowers the flag. Gives whether the run met a check. */
  lower(hold: Hold): boolean {
    if (this.#attempt?.hold !== hold) return false;
    this.#attempt = null;
    return Atomics.exchange(this.#channel.flag, 0, 0) < 0;
  }

  #isUnmet({ unmetSinceMs }: Attempt, now: number): boolean {
    return unmetSinceMs !== null && now - unmetSinceMs >= UNMET_MS && Atomics.load(this.#channel.flag, 0) > 0;
  }

  #slotOf(hold: Hold, culprit: ReportTask): number {
    const key = runKey(culprit);
    const sample = hold.samples.findLast(
      ({ task, slot }) => slot > 0 && task !== null && runKey(task) === key,
    );
    if (sample) this.#last = { key, slot: sample.slot };
    return this.#last?.key === key ? this.#last.slot : 0;
  }
}
