import type { Report, ReportTask } from "../../src/findings/report.js";
import { reaches } from "../../src/findings/stall-rule.js";
import { nowMs } from "../clock.js";
import type { GuardOptions } from "../types.js";
import { Budget } from "./budget.js";
import type { Capture } from "./capture.js";
import {
  culpritOf,
  heldMs,
  HoldTracker,
  isProven,
  lookBefore,
  type Hold,
  type Look,
  type Sample,
} from "./hold.js";
import type { Ladder } from "./ladder.js";
import { LostTime } from "./machine.js";
import type { Records } from "./records.js";
import { reportId, type Reporter } from "./reporter.js";
import { SaturationLog } from "./saturation.js";
import type { Thrower } from "./thrower.js";
import type { MainThreadView } from "./view.js";

/** A hold longer than the threshold: it has, or will have, a report. */
interface Stall {
  readonly id: string;
  readonly hold: Hold;
  /** Runs in flight when it was noticed. */
  readonly inFlight: number;
  /** What the last record told: how long it had lasted, on how much evidence. */
  toldMs: number;
  toldEvidence: number;
  blamed: boolean;
  abortDue: boolean;
  /** A check threw in the run that held the loop. */
  thrown: boolean;
}

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
  readonly tell: (report: Report) => void;
}

// After the end of a stall its last look at the stack may still be under way, in ms.
const LAST_LOOK_MS = 60;

// A run whose stalls add up to the limit only takes its host down when the present one lasts for this share of it.
const TURN_SHARE = 0.25;

/** Looks at the main thread every few milliseconds, and reports what holds its loop. */
export class Watchdog {
  readonly #options: Omit<GuardOptions, "onReport">;
  readonly #parts: WatchdogParts;
  readonly #lookEveryMs: number;
  /** While the loop turned within this time, there is nothing to look for: looks are rare then, and cheap. */
  readonly #calmMs: number;
  readonly #tracker: HoldTracker;
  readonly #saturation: SaturationLog;
  readonly #budget = new Budget();
  readonly #lostTime = new LostTime();
  #stall: Stall | null = null;
  #closing: { readonly stall: Stall; readonly sinceMs: number }[] = [];
  #turnMs: number;
  #lastLookMs: number;
  #nextLookMs: number;
  #lastSampleMs = 0;
  /** Time of the present gap that stalls account for. */
  #accountedMs = 0;
  #holdsInGap = 0;
  #inFlightInGap = 0;
  /** Records are written one after the other: one that is composed later must not come first. */
  #writing: Promise<void> = Promise.resolve();

  constructor(options: Omit<GuardOptions, "onReport">, parts: WatchdogParts, lookEveryMs: number) {
    this.#options = options;
    this.#parts = parts;
    this.#lookEveryMs = lookEveryMs;
    this.#calmMs = options.thresholdMs / 4;
    this.#turnMs = this.#lastLookMs = nowMs();
    this.#nextLookMs = this.#turnMs + lookEveryMs;
    this.#tracker = new HoldTracker(this.#turnMs);
    this.#saturation = new SaturationLog(parts.reporter, (report) => this.#write(report));
  }

  /** One look; gives the time until the next, in ms. */
  look(): number {
    const now = nowMs();
    const lateMs = now - this.#nextLookMs;
    const look = this.#view(now);
    this.#inFlightInGap = Math.max(this.#inFlightInGap, this.#parts.view.inFlight);
    this.#observe(look);
    this.#lastLookMs = now;
    this.#countGap(look.turnMs);
    this.#sayUnsaid(now);
    if (look.crumb) this.#askSite();
    this.#askStack(now);
    // After a stop, both threads go on at once: the next look sees what the main thread made of it.
    if (lateMs < this.#options.thresholdMs / 2) this.#judge(now);
    this.#close(now, LAST_LOOK_MS);
    this.#saturation.due(now);
    const waitMs = Math.max(this.#lookEveryMs, this.#calmMs - (now - look.turnMs));
    this.#nextLookMs = now + waitMs;
    return waitMs;
  }

  /** Writes everything that is still to be written. */
  async flush(): Promise<void> {
    this.look();
    this.#close(nowMs(), 0);
    this.#saturation.flush(nowMs());
    await this.#writing;
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
    const lostMs = calm ? this.#lostTime.forget() : this.#lostTime.measure(look.atMs, sinceMs, lateMs);
    const ended = this.#tracker.look(look);
    // The latest of the lost time belongs to the hold that has begun meanwhile.
    const { current } = this.#tracker;
    const currentMs = ended ? Math.min(lostMs, look.atMs - current.sinceMs) : lostMs;
    current.lostMs += currentMs;
    if (ended) ended.lostMs += lostMs - currentMs;
    this.#ended(ended);
  }

  #countGap(turnMs: number): void {
    if (turnMs <= this.#turnMs) return;
    const lateMs = turnMs - this.#turnMs - this.#accountedMs;
    // Where nothing shows that callbacks turned over, it was one hold, and that has been judged as such.
    if (lateMs > this.#options.thresholdMs && this.#holdsInGap > 1)
      this.#saturation.note(turnMs, lateMs, this.#inFlightInGap);
    this.#turnMs = turnMs;
    this.#accountedMs = 0;
    this.#holdsInGap = 0;
    this.#inFlightInGap = this.#parts.view.inFlight;
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
    if (ageMs < thresholdMs / 4 || this.#parts.capture.askedMs !== null) return;
    // Close looks while it is not clear what it is, then ever wider ones; short holds after a long one are not missed.
    const everyMs = Math.min(thresholdMs, Math.max(thresholdMs / 5, ageMs / 10));
    if (hold.samples.length > 0 && now - this.#lastSampleMs < everyMs) return;
    this.#parts.capture.ask((sample) => this.#sampled(sample));
  }

  #sampled(sample: Sample): void {
    this.#lastSampleMs = sample.atMs;
    // The answer may be older than what is to be seen by now.
    this.#observe(lookBefore(this.#parts.view.look(nowMs()), sample.atMs));
    const closing = this.#closing.find(
      ({ stall: { hold } }) => sample.atMs > hold.sinceMs && sample.atMs <= (hold.endMs ?? Infinity),
    );
    if (closing) closing.stall.hold.samples.push(sample);
    else if (sample.atMs > this.#tracker.current.sinceMs) this.#ended(this.#tracker.sample(sample));
  }

  #judge(now: number): void {
    const { thresholdMs } = this.#options;
    const hold = this.#tracker.current;
    const ageMs = heldMs(hold, now, thresholdMs);
    if (ageMs - Math.max(0, hold.lostMs) <= thresholdMs) return;
    // A thread that does not answer is in a native call, whose stall is written down at once, and names nobody yet.
    const { askedMs } = this.#parts.capture;
    const silent = askedMs !== null && now - askedMs >= thresholdMs * 0.4;
    if (!silent && !isProven(hold, thresholdMs)) return;
    const stall = (this.#stall ??= this.#newStall(hold));
    const evidence = this.#evidenceFor(hold);
    if (ageMs > stall.toldMs * 2 || (!stall.blamed && evidence > stall.toldEvidence)) {
      stall.toldMs = ageMs;
      stall.toldEvidence = evidence;
      this.#tellOngoing(stall, now, ageMs);
    }
    this.#checkLimit(stall, now, ageMs);
  }

  #tellOngoing(stall: Stall, now: number, durationMs: number): void {
    this.#enqueue(async () => {
      const report = await this.#compose(stall, now, durationMs, true);
      stall.blamed = report.blame !== null;
      this.#write(report);
    });
  }

  #newStall(hold: Hold): Stall {
    const { inFlight } = this.#parts.view;
    return {
      id: reportId(),
      hold,
      inFlight,
      toldMs: 0,
      toldEvidence: 0,
      blamed: false,
      abortDue: false,
      thrown: false,
    };
  }

  /** Grows with each piece of evidence. */
  #evidenceFor(hold: Hold): number {
    const { sites } = this.#parts.view;
    return hold.samples.length + hold.calls.filter((call) => sites.has(call.seq)).length;
  }

  #checkLimit(stall: Stall, now: number, ageMs: number): void {
    if (stall.abortDue) return;
    const named = culpritOf(stall.hold);
    const culprit = named === undefined ? this.#parts.view.soleRun : named;
    const { action, abortAfterMs } = this.#parts.ladder.of(culprit);
    const sumMs = ageMs + (culprit ? this.#budget.of(culprit) : 0);
    if (sumMs < abortAfterMs) return;
    if (reaches(action, "throw") && this.#abortsInPlace(stall, culprit, now, ageMs)) return;
    if (!reaches(action, "kill")) return;
    // Where earlier stalls count, the loop is likely to turn: then the run is given up without harm to the others.
    if (ageMs < abortAfterMs * TURN_SHARE) return;
    stall.abortDue = true;
    if (stall.toldMs < ageMs) this.#tellOngoing(stall, now, ageMs);
    this.#enqueue(() => {
      this.#parts.records.abortDue({ type: "abort-due", task: culprit, reportId: stall.id });
    });
  }

  /** Throws in the culprit's own code. False: there is none to throw in, or it did not help. */
  #abortsInPlace(stall: Stall, culprit: ReportTask | null, now: number, ageMs: number): boolean {
    const { thrower, capture } = this.#parts;
    const deafMs = capture.askedMs === null ? 0 : now - capture.askedMs;
    const step = thrower?.next(stall.hold, culprit, now, deafMs) ?? "give up";
    if (step === "throw")
      this.#enqueue(async () => {
        thrower?.raise(stall.hold, await this.#compose(stall, now, ageMs, true));
      });
    return step !== "give up";
  }

  #ended(hold: Hold | null): void {
    if (!hold) return;
    this.#holdsInGap += 1;
    const { thresholdMs } = this.#options;
    const durationMs = heldMs(hold, hold.endMs ?? 0, thresholdMs);
    let stall = this.#stall?.hold === hold ? this.#stall : null;
    // After a stop the first evidence comes late, and proves little: what the machine took is told all the same.
    if (!stall && Math.max(durationMs, hold.lostMs) > thresholdMs) stall = this.#newStall(hold);
    if (stall) stall.thrown = this.#parts.thrower?.lower(hold) ?? false;
    this.#stall = null;
    this.#accountedMs += stall ? durationMs : Math.max(0, hold.lostMs);
    if (!stall) return;
    this.#closing.push({ stall, sinceMs: nowMs() });
  }

  #close(now: number, waitMs: number): void {
    const { askedMs } = this.#parts.capture;
    this.#closing = this.#closing.filter(({ stall, sinceMs }) => {
      const underWay = askedMs !== null && askedMs < (stall.hold.endMs ?? 0);
      if (underWay && now - sinceMs < waitMs) return true;
      // Without what the machine took, it had been no stall.
      const ownMs = heldMs(stall.hold, now, this.#options.thresholdMs) - Math.max(0, stall.hold.lostMs);
      const machine = ownMs <= this.#options.thresholdMs;
      this.#enqueue(() => this.#finish(stall, machine));
      return false;
    });
  }

  async #finish(stall: Stall, machine: boolean): Promise<void> {
    const { thresholdMs } = this.#options;
    const { sinceMs, endMs } = stall.hold;
    const heldFor = heldMs(stall.hold, endMs ?? 0, thresholdMs);
    const durationMs = machine ? Math.max(heldFor, (endMs ?? sinceMs) - sinceMs) : heldFor;
    let report = await this.#compose(stall, stall.hold.endMs ?? 0, durationMs, false, machine);
    if (report.task) {
      const sumMs = this.#budget.add(report.task, durationMs);
      const { action, abortAfterMs } = this.#parts.ladder.of(report.task);
      if (reaches(action, "signal") && sumMs >= abortAfterMs) {
        const aborted: Report = { ...report, action: "aborted" };
        if (stall.thrown || (await this.#parts.giveUp(aborted))) report = aborted;
      }
    }
    this.#write(report);
  }

  #compose(
    stall: Stall,
    now: number,
    durationMs: number,
    ongoing: boolean,
    machine = false,
  ): Promise<Report> {
    return this.#parts.reporter.stall(stall.hold, this.#parts.view.sites, {
      id: stall.id,
      nowMs: now,
      durationMs,
      ongoing,
      inFlight: stall.inFlight,
      excuse: machine ? "machine" : isProven(stall.hold, this.#options.thresholdMs) ? null : "unknown",
    });
  }

  #write(report: Report): void {
    this.#parts.records.report(report);
    this.#parts.tell(report);
  }

  #enqueue(step: () => Promise<void> | void): void {
    this.#writing = this.#writing.then(step).catch((error: unknown) => {
      // A record that cannot be composed must not cost the records after it.
      process.emitWarning(`Loopward could not compose a report: ${String(error)}`);
    });
  }
}
