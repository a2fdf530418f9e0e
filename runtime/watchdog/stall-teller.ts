import type { Report } from "../../src/findings/report.js";
import { reaches } from "../../src/findings/stall-rule.js";
import { nowMs } from "../clock.js";
import { Budget } from "./budget.js";
import { excuseFor } from "./excuse.js";
import { StallFolder } from "./folding.js";
import { heldMs, type Hold } from "./hold.js";
import { Limit } from "./limit.js";
import type { WatchdogParts } from "./parts.js";
import type { Circumstances } from "./reporter.js";
import type { Stall } from "./stall.js";
import { WriteQueue } from "./write-queue.js";

/** Tells of stalls, while they last and when they are over, and has the runs given up that hold the loop for too long. */
export class StallTeller {
  readonly #thresholdMs: number;
  readonly #parts: WatchdogParts;
  readonly #queue = new WriteQueue();
  readonly #folder: StallFolder;
  readonly #budget = new Budget();
  readonly #limit: Limit;

  constructor(thresholdMs: number, parts: WatchdogParts) {
    this.#thresholdMs = thresholdMs;
    this.#parts = parts;
    this.#folder = new StallFolder(parts.write);
    this.#limit = new Limit(parts, this.#budget, {
      compose: (stall) => this.#composeOngoing(stall, nowMs()),
      tell: (stall) => this.#tellOngoing(stall, nowMs(), true),
      enqueue: (step) => this.#queue.add(step),
    });
  }

  /** Whether something is being written. */
  get isBusy(): boolean {
    return !this.#queue.isEmpty;
  }

  /**
   * A stall lasts: tells of it when it has doubled, or when the evidence has come to name somebody.
   * @param ageMs how long it has lasted
   * @param ownAgeMs the same, without what is not its own
   */
  lasts(stall: Stall, now: number, ageMs: number, ownAgeMs: number): void {
    if (ageMs > stall.toldMs * 2) this.#tellOngoing(stall, now);
    else if (!stall.blamed && this.#evidenceFor(stall.hold) > stall.toldEvidence) this.#tellBlame(stall, now);
    this.#limit.check(stall, now, ownAgeMs);
  }

  /** A stall is over, and all that will be known of it is known. */
  ended(stall: Stall): void {
    this.#queue.add(() => this.#finish(stall));
  }

  /** Writes what is due; called at every look. */
  due(now: number): void {
    this.#folder.due(now);
  }

  async flush(): Promise<void> {
    await this.#queue.flush();
    this.#folder.flush(nowMs());
  }

  #tellOngoing(stall: Stall, now: number, urgent = false): void {
    stall.toldMs = heldMs(stall.hold, now, this.#thresholdMs);
    stall.toldEvidence = this.#evidenceFor(stall.hold);
    this.#queue.add(async () => this.#writeOngoing(stall, await this.#composeOngoing(stall, now), urgent));
  }

  /** Tells of a stall anew if the evidence has come to name somebody. */
  #tellBlame(stall: Stall, now: number): void {
    stall.toldEvidence = this.#evidenceFor(stall.hold);
    this.#queue.add(async () => {
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
    const durationMs = heldMs(stall.hold, now, this.#thresholdMs);
    const excuse = excuseFor(stall.hold, durationMs, this.#thresholdMs, null);
    return this.#compose(stall, { nowMs: now, durationMs, ongoing: true, gcMs: null, excuse });
  }

  #composeFinal(stall: Stall): Promise<Report> {
    const { hold } = stall;
    const endMs = hold.endMs ?? nowMs();
    const heldFor = heldMs(hold, endMs, this.#thresholdMs);
    const collections = this.#parts.view.collections(hold.sinceMs, endMs);
    const excuse = excuseFor(hold, heldFor, this.#thresholdMs, collections);
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
}
