import { nowMs } from "../clock.js";
import type { Capture } from "./capture.js";
import type { Gap } from "./gap.js";
import type { Sample } from "./hold.js";
import type { Stall } from "./stall.js";

// V8 tells of a collection before the loop has turned twice.
const TURNS = 2;

interface Closing {
  readonly stall: Stall;
  readonly sinceMs: number;
  /** Turns of the loop that had been seen by then. */
  readonly turns: number;
}

/**
 * Stalls that have ended and are not told of yet: their last look at the stack may still be under way, and the loop has to
 * turn before it is known whether garbage was collected.
 */
export class ClosingStalls {
  readonly #capture: Capture;
  readonly #gap: Gap;
  #stalls: Closing[] = [];

  constructor(capture: Capture, gap: Gap) {
    this.#capture = capture;
    this.#gap = gap;
  }

  get isEmpty(): boolean {
    return this.#stalls.length === 0;
  }

  add(stall: Stall): void {
    this.#stalls.push({ stall, sinceMs: nowMs(), turns: this.#gap.turns });
  }

  /** Adds a sample to the stall that it was taken in. False: to none of these. */
  takes(sample: Sample): boolean {
    const closing = this.#stalls.find(
      ({ stall: { hold } }) => sample.atMs > hold.sinceMs && sample.atMs <= (hold.endMs ?? Infinity),
    );
    closing?.stall.hold.samples.push(sample);
    return closing !== undefined;
  }

  /** Gives those of which nothing more is to come, or that have waited for so long. */
  close(now: number, waitMs: number): Stall[] {
    const { askedMs } = this.#capture;
    const waits = ({ stall, sinceMs, turns }: Closing): boolean => {
      const underWay = askedMs !== null && askedMs < (stall.hold.endMs ?? 0);
      return (underWay || this.#gap.turns - turns < TURNS) && now - sinceMs < waitMs;
    };
    const closed = this.#stalls.filter((closing) => !waits(closing));
    this.#stalls = this.#stalls.filter(waits);
    return closed.map(({ stall }) => stall);
  }
}
