import type { Report, ReportTask } from "../../src/findings/report.js";
import { reaches } from "../../src/findings/stall-rule.js";
import type { Budget } from "./budget.js";
import { culpritOf } from "./hold.js";
import type { Stall } from "./stall.js";
import type { WatchdogParts } from "./parts.js";

// A run whose stalls add up to the limit only takes its host down when the present one lasts for this share of it.
const TURN_SHARE = 0.25;

/** What the watchdog does where a limit is reached. */
export interface LimitActions {
  /** Tells of the stall anew; resolves to the report once it is composed. */
  readonly compose: (stall: Stall) => Promise<Report>;
  readonly tell: (stall: Stall) => void;
  /** Takes its place among what is written. */
  readonly enqueue: (step: () => Promise<void> | void) => void;
}

/** Ends the run that holds the loop for longer than it may, while it does, as far as the ladder lets it. */
export class Limit {
  readonly #parts: Pick<WatchdogParts, "view" | "capture" | "records" | "thrower" | "ladder">;
  readonly #budget: Budget;
  readonly #actions: LimitActions;

  constructor(
    parts: Pick<WatchdogParts, "view" | "capture" | "records" | "thrower" | "ladder">,
    budget: Budget,
    actions: LimitActions,
  ) {
    this.#parts = parts;
    this.#budget = budget;
    this.#actions = actions;
  }

  /** @param ownMs how long the stall has lasted, without what is not its own */
  check(stall: Stall, now: number, ownMs: number): void {
    if (stall.abortDue) return;
    const named = culpritOf(stall.hold);
    const culprit = named === undefined ? this.#parts.view.soleRun : named;
    const { action, abortAfterMs } = this.#parts.ladder.of(culprit);
    const sumMs = ownMs + (culprit ? this.#budget.of(culprit) : 0);
    if (sumMs < abortAfterMs) return;
    if (reaches(action, "throw") && this.#abortsInPlace(stall, culprit, now)) return;
    if (!reaches(action, "kill")) return;
    // Where earlier stalls count, the loop is likely to turn: then the run is given up without harm to the others.
    if (ownMs < abortAfterMs * TURN_SHARE) return;
    stall.abortDue = true;
    this.#actions.tell(stall);
    this.#actions.enqueue(() => {
      this.#parts.records.abortDue({ type: "abort-due", task: culprit, reportId: stall.id });
    });
  }

  /** Throws in the culprit's own code. False: there is none to throw in, or it did not help. */
  #abortsInPlace(stall: Stall, culprit: ReportTask | null, now: number): boolean {
    const { thrower, capture } = this.#parts;
    const deafMs = capture.askedMs === null ? 0 : now - capture.askedMs;
    const step = thrower?.next(stall.hold, culprit, now, deafMs) ?? "give up";
    if (step === "throw")
      this.#actions.enqueue(async () => thrower?.raise(stall.hold, await this.#actions.compose(stall)));
    return step !== "give up";
  }
}
