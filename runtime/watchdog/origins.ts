import type { ReportOrigin } from "../../src/findings/report.js";
import type { OriginNote } from "../origin/note.js";
import { insideRun, type FrameLocator, type LocatedFrame } from "./frames.js";
import type { Hold } from "./hold.js";
import { toFrame } from "./stack-tree.js";

// A note comes within milliseconds of the end of its stall.
const MAX_NOTES = 100;
const MAX_FRAMES = 10;

/** Finds the asynchronous operation that a hold was the callback of. */
export class Origins {
  readonly #locator: FrameLocator;
  readonly #notes: OriginNote[] = [];

  constructor(locator: FrameLocator) {
    this.#locator = locator;
  }

  add(note: OriginNote): void {
    this.#notes.push(note);
    if (this.#notes.length > MAX_NOTES) this.#notes.shift();
  }

  /**
   * Where the operation was started whose callback took half of the hold or more; null: no such one is known, or it was
   * none of the user's. Of callbacks inside one another it is the innermost.
   * @param durationMs how long the hold lasted
   */
  async of(hold: Hold, endMs: number, durationMs: number): Promise<ReportOrigin | null> {
    const shared = ({ sinceMs, untilMs }: OriginNote): number =>
      Math.min(untilMs, endMs) - Math.max(sinceMs, hold.sinceMs);
    const notes = this.#notes
      .filter((note) => shared(note) >= durationMs / 2)
      .sort((a, b) => b.sinceMs - a.sinceMs);
    for (const { type, frames: raw } of notes) {
      const frames = userFrames(await this.#locator.locate(raw));
      if (frames.length > 0) return { type, frames: frames.flatMap(toFrame).slice(0, MAX_FRAMES) };
    }
    return null;
  }
}

// As blame does: the user's own code, and that of packages only where there is none.
function userFrames(located: readonly LocatedFrame[]): LocatedFrame[] {
  const frames = insideRun(located);
  const own = frames.filter(({ origin }) => origin === "project");
  return own.length > 0 ? own : frames.filter(({ origin }) => origin === "package");
}
