// A record that grows is written anew after these times, in ms: soon at first, then rarely.
const FIRST_MS = 5_000;
const LAST_MS = 60_000;

/** When a record that tells ever more is to be written anew: a lasting storm must not fill the disk with it. */
export class Pace {
  #waitMs = FIRST_MS;
  #nextMs = -Infinity;

  isDue(nowMs: number): boolean {
    return nowMs >= this.#nextMs;
  }

  wrote(nowMs: number): void {
    this.#nextMs = nowMs + this.#waitMs;
    this.#waitMs = Math.min(LAST_MS, this.#waitMs * 2);
  }
}

// A record is closed, and the next one begun, after this long without anything new, or in all, in ms.
const QUIET_MS = 60_000;
const LONGEST_MS = 3_600_000;

/** Whether a record is to be closed that tells of a time from `sinceMs` on, and last of `lastMs`. */
export function isOver(nowMs: number, sinceMs: number, lastMs: number): boolean {
  return nowMs - lastMs >= QUIET_MS || nowMs - sinceMs >= LONGEST_MS;
}
