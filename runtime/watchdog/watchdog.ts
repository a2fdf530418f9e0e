import type { Report } from "../../src/findings/report.js";
import { reaches } from "../../src/findings/stall-rule.js";
import { nowMs } from "../clock.js";
import type { WatchdogOptions } from "../types.js";
import { Budget } from "./budget.js";
import { excuseFor, ownMs } from "./excuse.js";
import { heldMs, HoldTracker, isProven, lookBefore, type Hold, type Look, type Sample } from "./hold.js";
import { StallFolder } from "./folding.js";
import { Gap } from "./gap.js";
import { HoldTimes } from "./hold-times.js";
import { Limit } from "./limit.js";
import { ThreadClock } from "./machine.js";
import { PauseDetector } from "./pause-detector.js";
import type { WatchdogParts } from "./parts.js";
import type { Circumstances } from "./reporter.js";
import { SaturationLog } from "./saturation.js";
import { newStall, type Stall } from "./stall.js";

// After the end of a stall its last look at the stack may still be under way, and the loop has to turn before it is known
// whether garbage was collected, in ms.
const LAST_LOOK_MS = 60;
// V8 tells of a collection before the loop has turned twice.
const TURNS = 2;

// Waking up is what costs this thread most. This share of the threshold still leaves time to see who began the stall.
const CALM_SHARE = 0.5;
// What is due from time to time is due after this long at the latest, in ms.
const REST_MS = 1_000;

/** Looks at the main thread every few milliseconds, and reports what holds its loop. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #parts: WatchdogParts;
  readonly #lookEveryMs: number;
  /** While the loop turned within this time, there is nothing to look for: looks are rare then, and cheap. */
  readonly #calmMs: number;
  readonly #tracker: HoldTracker;
  readonly #saturation: SaturationLog;
  readonly #folder: StallFolder;
  readonly #budget = new Budget();
  readonly #limit: Limit;
  readonly #thread = new ThreadClock();
  readonly #times = new HoldTimes();
  readonly #pauses = new PauseDetector();
  #stall: Stall | null = null;
  #closing: { readonly stall: Stall; readonly sinceMs: number; readonly turns: number }[] = [];
  readonly #gap: Gap;
  #inCall = false;
  /** Since when nothing but the loop's turns was looked at; the last glance, and the turn that it saw. */
  #calm: { readonly sinceMs: number; glanceMs: number; turnMs: number } | null = null;
  #nextLookMs: number;
  #lastSampleMs = 0;
  /** Records are written one after the other: one that is composed later must not come first. */
  #writing: Promise<void> = Promise.resolve();
  #unwritten = 0;

  constructor(options: WatchdogOptions, parts: WatchdogParts, lookEveryMs: number) {
    this.#options = options;
    this.#parts = parts;
    this.#lookEveryMs = lookEveryMs;
    this.#calmMs = options.thresholdMs * CALM_SHARE;
    const now = nowMs();
    this.#gap = new Gap(now);
    this.#nextLookMs = now + lookEveryMs;
    this.#tracker = new HoldTracker(now);
    this.#saturation = new SaturationLog(parts.reporter, (report) => this.#write(report));
    this.#folder = new StallFolder((report) => this.#write(report));
    this.#limit = new Limit(parts, this.#budget, {
      compose: (stall) => this.#composeOngoing(stall, nowMs()),
      tell: (stall) => this.#tellOngoing(stall, nowMs(), true),
      enqueue: (step) => this.#enqueue(step),
    });
  }

  /**
   * The look of a sleeper, which only sees whether the loop turns; gives the time until the next, in ms. Null: it takes a
   * look, or this thread's own event loop has something to do.
   */
  glance(): number | null {
    const now = nowMs();
    const { turnMs } = this.#parts.view;
    if (now - turnMs >= this.#calmMs || now - this.#nextLookMs >= this.#calmMs) return null;
    if (this.#calm === null ? !this.#mayRest(turnMs) : now - this.#calm.sinceMs >= REST_MS) return null;
    // Waking up is dear enough: whatever can be made up for later is left to `#leaveCalm`.
    this.#thread.note(now);
    this.#calm ??= { sinceMs: now, glanceMs: now, turnMs };
    this.#calm.glanceMs = now;
    this.#calm.turnMs = turnMs;
    this.#nextLookMs = turnMs + this.#calmMs;
    return this.#nextLookMs - now;
  }

  #mayRest(turnMs: number): boolean {
    const isBusy = this.#unwritten > 0 || this.#closing.length > 0 || this.#parts.capture.underWay > 0;
    return !isBusy && this.#tracker.turned(turnMs);
  }

  #leaveCalm(): void {
    if (!this.#calm) return;
    const { glanceMs, turnMs } = this.#calm;
    this.#calm = null;
    const { cpuMs, ...span } = this.#thread.readNotes();
    this.#tracker.turned(turnMs);
    this.#times.forget();
    this.#times.enter({ ...span, cpuMs: cpuMs && Math.min(cpuMs, glanceMs - turnMs) }, this.#tracker.current);
    this.#gap.begin(turnMs, this.#parts.view.inFlight);
  }

  /** One look; gives the time until the next, in ms. */
  look(): number {
    this.#leaveCalm();
    const now = nowMs();
    const lateMs = now - this.#nextLookMs;
    const look = this.#view(now);
    this.#gap.sawInFlight(this.#parts.view.inFlight);
    this.#inCall = look.crumb !== null;
    this.#observe(look);
    this.#countGap(look.turnMs);
    this.#sayUnsaid(now);
    if (look.crumb) this.#askSite();
    this.#askStack(now);
    // After a stop, both threads go on at once: the next look sees what the main thread made of it.
    if (lateMs < this.#options.thresholdMs / 2) this.#judge(now);
    this.#close(now, LAST_LOOK_MS);
    this.#saturation.due(now);
    this.#folder.due(now);
    const calmMs = this.#closing.length > 0 ? 0 : this.#calmMs - (now - look.turnMs);
    const waitMs = Math.max(this.#lookEveryMs, calmMs);
    this.#nextLookMs = now + waitMs;
    return waitMs;
  }

  /** Writes everything that is still to be written. */
  async flush(): Promise<void> {
    this.look();
    this.#close(nowMs(), 0);
    this.#saturation.flush(nowMs());
    await this.#writing;
    this.#folder.flush(nowMs());
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
    if (lateMs > this.#options.thresholdMs) this.#saturation.note(turnMs, lateMs, this.#gap.mostInFlight);
  }

  // It may be for long, or for ever.
  #sayUnsaid(now: number): void {
    if (now - this.#tracker.current.sinceMs < this.#options.thresholdMs) return;
    const texts = this.#parts.claimUnsaid();
    if (texts.length > 0) this.#parts.records.unsaid(texts);
  }

  #askSite(): void {
    const call = this.#tracker.current.calls.at(-1);
    if (call && call.lastMs - call.firstMs > this.#options.thresholdMs / 4)
      this.#parts.view.askSite(call.seq);
  }

  #askStack(now: number): void {
    const { thresholdMs } = this.#options;
    const hold = this.#tracker.current;
    const ageMs = now - hold.sinceMs;
    if (ageMs < thresholdMs / 4 || !this.#mayAsk(now)) return;
    // Close looks while it is not clear what it is, then ever wider ones; short holds after a long one are not missed.
    const everyMs = Math.min(thresholdMs, Math.max(thresholdMs / 5, ageMs / 10));
    if (hold.samples.length > 0 && now - this.#lastSampleMs < everyMs) return;
    this.#parts.capture.ask((sample) => this.#sampled(sample));
  }

  // A look that a debugger's pause fell into is answered after the pause; another one is answered in the midst of it.
  #mayAsk(now: number): boolean {
    const { askedMs, underWay } = this.#parts.capture;
    if (askedMs === null) return true;
    const asleep = this.#thread.sleeps && !this.#inCall;
    return underWay === 1 && asleep && now - askedMs >= this.#options.thresholdMs * 0.4;
  }

  #sampled(sample: Sample): void {
    this.#lastSampleMs = sample.atMs;
    // The answer may be older than what is to be seen by now.
    this.#observe(lookBefore(this.#parts.view.look(nowMs()), sample.atMs));
    const closing = this.#closing.find(
      ({ stall: { hold } }) => sample.atMs > hold.sinceMs && sample.atMs <= (hold.endMs ?? Infinity),
    );
    if (closing) closing.stall.hold.samples.push(sample);
    else if (sample.atMs > this.#tracker.current.sinceMs) {
      this.#ended(this.#tracker.sample(sample));
      this.#pauses.note(this.#tracker.current, sample);
    }
  }

  #judge(now: number): void {
    const { thresholdMs } = this.#options;
    const hold = this.#tracker.current;
    const ageMs = heldMs(hold, now, thresholdMs);
    const ownAgeMs = ownMs(hold, ageMs);
    if (ownAgeMs <= thresholdMs) return;
    // A thread that does not answer is in a native call, whose stall is written down at once, and names nobody yet.
    const { askedMs } = this.#parts.capture;
    const silent = askedMs !== null && now - askedMs >= thresholdMs * 0.4;
    if (!silent && !isProven(hold, thresholdMs)) return;
    const stall = (this.#stall ??= newStall(hold, this.#parts.view.inFlight));
    if (ageMs > stall.toldMs * 2) this.#tellOngoing(stall, now);
    else if (!stall.blamed && this.#evidenceFor(hold) > stall.toldEvidence) this.#tellBlame(stall, now);
    this.#limit.check(stall, now, ownAgeMs);
  }

  #tellOngoing(stall: Stall, now: number, urgent = false): void {
    stall.toldMs = heldMs(stall.hold, now, this.#options.thresholdMs);
    stall.toldEvidence = this.#evidenceFor(stall.hold);
    this.#enqueue(async () => this.#writeOngoing(stall, await this.#composeOngoing(stall, now), urgent));
  }

  /** Tells of a stall anew if the evidence has come to name somebody. */
  #tellBlame(stall: Stall, now: number): void {
    stall.toldEvidence = this.#evidenceFor(stall.hold);
    this.#enqueue(async () => {
      const report = await this.#composeOngoing(stall, now);
      if (report.blame) this.#writeOngoing(stall, report);
    });
  }

  #writeOngoing(stall: Stall, report: Report, urgent = false): void {
    stall.blamed = report.blame !== null;
    this.#folder.take(report, nowMs(), urgent);
  }

  /** Grows with each piece of evidence. */
  #evidenceFor(hold: Hold): number {
    const { sites } = this.#parts.view;
    return hold.samples.length + hold.calls.filter((call) => sites.has(call.seq)).length;
  }

  #ended(hold: Hold | null): void {
    if (!hold) return;
    this.#times.handOver(hold, this.#tracker.current);
    const { thresholdMs } = this.#options;
    const durationMs = heldMs(hold, hold.endMs ?? 0, thresholdMs);
    let stall = this.#stall?.hold === hold ? this.#stall : null;
    // After a stop the first evidence comes late, and proves little: what was not the hold's own is told all the same.
    const toldMs = Math.max(durationMs, hold.lostMs, hold.pausedMs);
    if (!stall && toldMs > thresholdMs) stall = newStall(hold, this.#parts.view.inFlight);
    if (stall) stall.thrown = this.#parts.thrower?.lower(hold) ?? false;
    this.#stall = null;
    this.#gap.account(stall ? toldMs : Math.max(0, hold.lostMs));
    if (!stall) return;
    this.#closing.push({ stall, sinceMs: nowMs(), turns: this.#gap.turns });
  }

  #close(now: number, waitMs: number): void {
    const { askedMs } = this.#parts.capture;
    this.#closing = this.#closing.filter(({ stall, sinceMs, turns }) => {
      const underWay = askedMs !== null && askedMs < (stall.hold.endMs ?? 0);
      if ((underWay || this.#gap.turns - turns < TURNS) && now - sinceMs < waitMs) return true;
      this.#enqueue(() => this.#finish(stall));
      return false;
    });
  }

  async #finish(stall: Stall): Promise<void> {
    let report = await this.#composeFinal(stall);
    if (report.task) {
      const sumMs = this.#budget.add(report.task, report.durationMs);
      const { action, abortAfterMs } = this.#parts.ladder.of(report.task);
      if (reaches(action, "signal") && sumMs >= abortAfterMs) {
        const aborted: Report = { ...report, action: "aborted" };
        if (stall.thrown || (await this.#parts.giveUp(aborted))) report = aborted;
      }
    }
    this.#folder.take(await this.#parts.addInput(report), nowMs());
  }

  #composeOngoing(stall: Stall, now: number): Promise<Report> {
    const { thresholdMs } = this.#options;
    const durationMs = heldMs(stall.hold, now, thresholdMs);
    const excuse = excuseFor(stall.hold, durationMs, thresholdMs, null);
    return this.#compose(stall, { nowMs: now, durationMs, ongoing: true, gcMs: null, excuse });
  }

  #composeFinal(stall: Stall): Promise<Report> {
    const { thresholdMs } = this.#options;
    const { hold } = stall;
    const endMs = hold.endMs ?? nowMs();
    const heldFor = heldMs(hold, endMs, thresholdMs);
    const collections = this.#parts.view.collections(hold.sinceMs, endMs);
    const excuse = excuseFor(hold, heldFor, thresholdMs, collections);
    const durationMs =
      excuse === "machine" || excuse === "debugger" ? Math.max(heldFor, endMs - hold.sinceMs) : heldFor;
    const gcMs = collections.reduce((sum, { sinceMs, untilMs }) => sum + untilMs - sinceMs, 0);
    return this.#compose(stall, { nowMs: endMs, durationMs, ongoing: false, gcMs, excuse });
  }

  #compose(
    { id, hold, inFlight }: Stall,
    circumstances: Omit<Circumstances, "id" | "inFlight">,
  ): Promise<Report> {
    return this.#parts.reporter.stall(hold, this.#parts.view.sites, { ...circumstances, id, inFlight });
  }

  #write(report: Report): void {
    this.#parts.records.report(report);
    this.#parts.tell(report);
  }

  #enqueue(step: () => Promise<void> | void): void {
    this.#unwritten += 1;
    this.#writing = this.#writing
      .then(step)
      .catch((error: unknown) => {
        // A record that cannot be composed must not cost the records after it.
        process.emitWarning(`Loopward could not compose a report: ${String(error)}`);
      })
      .finally(() => (this.#unwritten -= 1));
  }
}
