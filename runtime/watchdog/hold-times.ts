import type { Hold } from "./hold.js";
import type { ThreadTime } from "./machine.js";

/** Enters what became of the main thread's time in the hold that it belongs to: where one ended is known later only. */
export class HoldTimes {
  #measured: ThreadTime[] = [];

  /** The loop turns: what was measured before is of no further interest. */
  forget(): void {
    this.#measured = [];
  }

  /** Enters a measurement for the present hold. */
  enter(time: ThreadTime, current: Hold): void {
    this.#measured.push(time);
    current.lostMs += time.lostMs;
    current.ownQueueMs += time.ownQueueMs;
    if (time.cpuMs !== null) current.cpuMs = (current.cpuMs ?? 0) + time.cpuMs;
  }

  /** Time that the machine took from the main thread between two moments, as far as it is known. */
  lostMs(fromMs: number, toMs: number): number {
    const since = this.#measured.filter((time) => time.toMs > fromMs && time.fromMs < toMs);
    const lostMs = since.reduce((sum, time) => sum + time.lostMs, 0);
    return Math.max(0, Math.min(lostMs, toMs - fromMs));
  }

  /** One hold has turned out to have ended, and another to have begun: hands over what was measured since. */
  handOver(ended: Hold, current: Hold): void {
    for (const { fromMs, toMs, lostMs, ownQueueMs, cpuMs } of this.#measured) {
      // The latest of a stretch is the new hold's.
      const sharedMs = toMs - Math.max(fromMs, current.sinceMs);
      if (sharedMs <= 0) continue;
      move("lostMs", ended, current, Math.min(lostMs, sharedMs));
      move("ownQueueMs", ended, current, Math.min(ownQueueMs, sharedMs));
      if (cpuMs !== null) move("cpuMs", ended, current, Math.min(cpuMs, sharedMs));
    }
  }
}

function move(what: "lostMs" | "ownQueueMs" | "cpuMs", from: Hold, to: Hold, ms: number): void {
  from[what] = (from[what] ?? 0) - ms;
  to[what] = (to[what] ?? 0) + ms;
}
