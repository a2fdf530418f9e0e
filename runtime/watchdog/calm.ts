import type { Gap } from "./gap.js";
import type { HoldTimes } from "./hold-times.js";
import type { HoldTracker } from "./hold.js";
import type { ThreadClock } from "./machine.js";
import type { MainThreadView } from "./view.js";

/** What is due from time to time is looked for at least this often, in ms: in a look, which is dearer than a glance. */
export const DUE_MS = 2_000;

/** What takes note of the main thread's time. */
interface Keepers {
  readonly view: MainThreadView;
  readonly tracker: HoldTracker;
  readonly thread: ThreadClock;
  readonly times: HoldTimes;
  readonly gap: Gap;
}

/** A stretch of time in which the loop turns, and nothing but its turns is looked at. */
export class Calm {
  readonly #keepers: Keepers;
  readonly #calmMs: number;
  /** Since when; the last glance, and the turn that it saw. */
  #stretch: { readonly sinceMs: number; glanceMs: number; turnMs: number } | null = null;

  /** @param calmMs a loop that took longer for a turn takes a look, to be judged */
  constructor(keepers: Keepers, calmMs: number) {
    this.#keepers = keepers;
    this.#calmMs = calmMs;
  }

  /** Whether a glance at the turn is enough. @param isBusy whether there is anything to do at all */
  mayGoOn(now: number, turnMs: number, isBusy: () => boolean): boolean {
    if (this.#stretch) return now - this.#stretch.sinceMs < DUE_MS;
    // The loop may have turned since the look before: late, and nobody has counted that yet.
    const { gap, tracker } = this.#keepers;
    return !isBusy() && gap.isShort(turnMs, this.#calmMs) && tracker.turned(turnMs);
  }

  /** Waking up is dear enough: whatever can be made up for later is left to `leave`. @param lateMs by which this thread woke too late */
  glance(now: number, turnMs: number, lateMs: number): void {
    this.#keepers.thread.note(now, lateMs);
    this.#stretch ??= { sinceMs: now, glanceMs: now, turnMs };
    this.#stretch.glanceMs = now;
    this.#stretch.turnMs = turnMs;
  }

  /** Makes up for what was not looked at. */
  leave(): void {
    if (!this.#stretch) return;
    const { glanceMs, turnMs } = this.#stretch;
    this.#stretch = null;
    const { view, tracker, thread, times, gap } = this.#keepers;
    const { cpuMs, ...span } = thread.readNotes();
    tracker.turned(turnMs);
    times.forget();
    times.enter({ ...span, cpuMs: cpuMs && Math.min(cpuMs, glanceMs - turnMs) }, tracker.current);
    gap.begin(turnMs, view.inFlight);
  }
}
