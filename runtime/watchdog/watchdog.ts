import { nowMs } from "../clock.js";
import type { WatchdogOptions } from "../types.js";
import { Calm, DUE_MS } from "./calm.js";
import { ClosingStalls } from "./closing-stalls.js";
import { ownMs } from "./excuse.js";
import { Gap } from "./gap.js";
import { HoldTimes } from "./hold-times.js";
import { heldMs, HoldTracker, isProven, lookBefore, type Answer, type Hold, type Look } from "./hold.js";
import { ThreadClock } from "./machine.js";
import type { WatchdogParts } from "./parts.js";
import { PauseDetector } from "./pause-detector.js";
import { SaturationLog } from "./saturation.js";
import { StackLooks } from "./stack-looks.js";
import { StallTeller } from "./stall-teller.js";
import { newStall, type Stall } from "./stall.js";

// How long the end of a stall is waited for at most: see `ClosingStalls`, in ms.
const LAST_LOOK_MS = 60;

// Waking up is what costs this thread most. This share of the threshold still leaves time to see who began the stall.
const CALM_SHARE = 0.5;
// Each beat of the heart comes some tenths of a millisecond late: a glance that is later by this share sees the one that was due
// when a stretch without trouble ends, and not the one before it, which would have this thread wake up a fifth more often.
const BEAT_SHARE = 0.03;

/** Looks at the main thread every few milliseconds, and reports what holds its loop. */
export class Watchdog {
  readonly #thresholdMs: number;
  readonly #parts: WatchdogParts;
  readonly #lookEveryMs: number;
  /** While the loop turned within this time, there is nothing to look for: looks are rare then, and cheap. */
  readonly #calmMs: number;
  readonly #tracker: HoldTracker;
  readonly #thread = new ThreadClock();
  readonly #times = new HoldTimes();
  readonly #pauses = new PauseDetector();
  readonly #gap: Gap;
  readonly #calm: Calm;
  readonly #looks: StackLooks;
  readonly #closing: ClosingStalls;
  readonly #teller: StallTeller;
  readonly #saturation: SaturationLog;
  #stall: Stall | null = null;
  #nextLookMs: number;
  /** Whether the loop rested at the last glance. */
  #rests = false;

  constructor({ thresholdMs }: WatchdogOptions, parts: WatchdogParts, lookEveryMs: number) {
    const { view, capture, reporter, write } = parts;
    const now = nowMs();
    this.#thresholdMs = thresholdMs;
    this.#parts = parts;
    this.#lookEveryMs = lookEveryMs;
    this.#calmMs = thresholdMs * CALM_SHARE;
    this.#nextLookMs = now + lookEveryMs;
    const gap = (this.#gap = new Gap(now));
    const tracker = (this.#tracker = new HoldTracker(now));
    this.#calm = new Calm({ view, tracker, gap, thread: this.#thread, times: this.#times }, this.#calmMs);
    this.#looks = new StackLooks(thresholdMs, parts, this.#thread, (answer) => this.#sampled(answer));
    this.#closing = new ClosingStalls(capture, gap);
    this.#teller = new StallTeller(thresholdMs, parts);
    this.#saturation = new SaturationLog(reporter, write);
  }

  /**
   * The look of a sleeper, which only sees whether the loop turns; gives the time until the next, in ms. Null: it takes a
   * look, or this thread's own event loop has something to do.
   */
  glance(): number | null {
    const now = nowMs();
    this.#passRest(now);
    const { view } = this.#parts;
    const turnMs = view.turnMs(now);
    if (now - turnMs >= this.#calmMs || now - this.#nextLookMs >= this.#calmMs) return null;
    if (!this.#calm.mayGoOn(now, turnMs, () => this.#isBusy())) return null;
    this.#calm.glance(now, turnMs, now - this.#nextLookMs);
    this.#rests = view.isResting;
    this.#nextLookMs = turnMs + (this.#rests ? DUE_MS : this.#calmMs * (1 + BEAT_SHARE));
    return this.#nextLookMs - now;
  }

  // Whatever held the loop while it rested, up to the moment at which it was woken.
  #passRest(now: number): void {
    if (!this.#rests) return;
    const { view } = this.#parts;
    this.#rests = view.isResting;
    this.#calm.glance(now, view.turnMs(now), Infinity);
  }

  #isBusy(): boolean {
    return this.#teller.isBusy || !this.#closing.isEmpty || this.#parts.capture.underWay > 0;
  }

  /** One look; gives the time until the next, in ms. */
  look(): number {
    const now = nowMs();
    this.#passRest(now);
    this.#calm.leave();
    const lateMs = now - this.#nextLookMs;
    const look = this.#view(now);
    this.#gap.sawInFlight(this.#parts.view.inFlight);
    this.#observe(look);
    this.#countGap(look.turnMs);
    this.#sayUnsaid(now);
    this.#looks.ask(this.#tracker.current, now, look.crumb !== null);
    // After a stop, both threads go on at once: the next look sees what the main thread made of it.
    if (lateMs < this.#thresholdMs / 2) this.#judge(now);
    this.#close(now, LAST_LOOK_MS);
    this.#saturation.due(now);
    this.#teller.due(now);
    const calmMs = this.#closing.isEmpty ? this.#calmMs - (now - look.turnMs) : 0;
    const waitMs = Math.max(this.#lookEveryMs, calmMs);
    this.#nextLookMs = now + waitMs;
    return waitMs;
  }

  /** Writes everything that is still to be written. */
  async flush(): Promise<void> {
    this.look();
    this.#close(nowMs(), 0);
    this.#saturation.flush(nowMs());
    await this.#teller.flush();
  }

  // A probe fired, and the sample that queued it is still on its way: that one must be taken note of first.
  #view(now: number): Look {
    const look = this.#parts.view.look(now);
    const { askedMs } = this.#parts.capture;
    return askedMs !== null && look.tickMs > askedMs ? { ...look, tickMs: 0 } : look;
  }

  #observe(look: Look): void {
    const { sinceMs } = this.#tracker.current;
    const lateMs = look.atMs - this.#nextLookMs;
    const calm = look.atMs - look.turnMs < this.#calmMs && lateMs < this.#calmMs;
    const time = calm
      ? this.#thread.measureCalm(look.atMs)
      : this.#thread.measure(look.atMs, sinceMs, lateMs);
    if (calm) this.#times.forget();
    this.#times.enter(time, this.#tracker.current);
    this.#ended(this.#tracker.look(look));
  }

  #countGap(turnMs: number): void {
    const lateMs = this.#gap.turned(turnMs, this.#parts.view.inFlight);
    if (lateMs > this.#thresholdMs) this.#saturation.note(turnMs, lateMs, this.#gap.mostInFlight);
  }

  // It may be for long, or for ever.
  #sayUnsaid(now: number): void {
    if (now - this.#tracker.current.sinceMs < this.#thresholdMs) return;
    const texts = this.#parts.claimUnsaid();
    if (texts.length > 0) this.#parts.records.unsaid(texts);
  }

  #sampled(answer: Answer): void {
    // It may be older than what is to be seen by now.
    this.#observe(lookBefore(this.#parts.view.look(nowMs()), answer.atMs));
    const sample = { ...answer, lostMs: this.#times.lostMs(answer.fromMs, answer.atMs) };
    if (this.#closing.takes(sample) || sample.atMs <= this.#tracker.current.sinceMs) return;
    this.#ended(this.#tracker.sample(sample));
    this.#pauses.note(this.#tracker.current, sample);
  }

  #judge(now: number): void {
    const hold = this.#tracker.current;
    const ageMs = heldMs(hold, now, this.#thresholdMs);
    const ownAgeMs = ownMs(hold, ageMs);
    if (ownAgeMs <= this.#thresholdMs) return;
    // A thread that does not answer is in a native call, whose stall is written down at once, and names nobody yet.
    const { askedMs } = this.#parts.capture;
    const silent = askedMs !== null && now - askedMs >= this.#thresholdMs * 0.4;
    if (!silent && !isProven(hold, this.#thresholdMs)) return;
    this.#stall ??= newStall(hold, this.#parts.view.inFlight);
    this.#teller.lasts(this.#stall, now, ageMs, ownAgeMs);
  }

  #ended(hold: Hold | null): void {
    if (!hold) return;
    this.#times.handOver(hold, this.#tracker.current);
    const durationMs = heldMs(hold, hold.endMs ?? 0, this.#thresholdMs);
    let stall = this.#stall?.hold === hold ? this.#stall : null;
    // After a stop the first evidence comes late, and proves little: what was not the hold's own is told all the same.
    const toldMs = Math.max(durationMs, hold.lostMs, hold.pausedMs);
    if (!stall && toldMs > this.#thresholdMs) stall = newStall(hold, this.#parts.view.inFlight);
    if (stall) stall.thrown = this.#parts.thrower?.lower(hold) ?? false;
    this.#stall = null;
    this.#gap.account(stall ? toldMs : Math.max(0, hold.lostMs));
    if (stall) this.#closing.add(stall);
  }

  #close(now: number, waitMs: number): void {
    for (const stall of this.#closing.close(now, waitMs)) this.#teller.ended(stall);
  }
}
