import { monitorEventLoopDelay, performance, type IntervalHistogram } from "node:perf_hooks";
import type { RunOrder } from "../protocol.js";
import { LoopLimit } from "./loop-limit.js";

const LOOK_EVERY_MS = 50;
const RESOLUTION_MS = 10;

/**
 * Lets runs begin: at once, or, where the loop is to turn within a time, as many as it bears. What is held back lies
 * ready in the host, so that the end of one run begins the next: they spread by themselves instead of coming in bursts.
 */
export class Admission {
  readonly #begin: (order: RunOrder, ended: () => void) => void;
  readonly #limit: LoopLimit | null;
  readonly #delay: IntervalHistogram | null;
  readonly #heldBack: RunOrder[] = [];
  #underWay = 0;
  /** Since the last look. */
  #endedSince = 0;
  #used = performance.eventLoopUtilization();
  #isPumping = false;

  /**
   * @param targetMs within how long the loop is to turn; null: nothing is held back
   * @param begin brings a run to its end, and says so once
   */
  constructor(targetMs: number | null, begin: (order: RunOrder, ended: () => void) => void) {
    this.#begin = begin;
    this.#limit = targetMs === null ? null : new LoopLimit(targetMs);
    this.#delay = this.#limit && monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    if (!this.#delay) return;
    this.#delay.enable();
    setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  take(order: RunOrder): void {
    this.#heldBack.push(order);
    this.#pump();
  }

  /** Takes back a run that has not begun; undefined when it has, or is not here. */
  withdraw(key: string): RunOrder | undefined {
    const index = this.#heldBack.findIndex((order) => order.key === key);
    return index < 0 ? undefined : this.#heldBack.splice(index, 1)[0];
  }

  /** Lets nothing more begin of what is held back. */
  stop(): void {
    this.#heldBack.length = 0;
  }

  #pump(): void {
    // A run may have ended when it has hardly begun: the next is begun by the loop, not from within.
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      const most = this.#limit?.value ?? Infinity;
      while (this.#heldBack.length > 0 && this.#underWay < most) {
        this.#underWay += 1;
        this.#begin(this.#heldBack.shift()!, this.#ended);
      }
    } finally {
      // Whatever a tracer or a subscriber threw: the runs behind it are to begin.
      this.#isPumping = false;
    }
  }

  readonly #ended = (): void => {
    this.#underWay -= 1;
    this.#endedSince += 1;
    this.#pump();
  };

  #look(): void {
    // The first look may come before the first measure.
    const lateMs = Math.max(0, this.#delay!.max / 1e6 - RESOLUTION_MS);
    this.#delay!.reset();
    const used = performance.eventLoopUtilization();
    const busyMs = used.active - this.#used.active;
    this.#used = used;
    const ended = this.#endedSince;
    this.#endedSince = 0;
    this.#limit!.adapt(performance.now(), { lateMs, busyMs, ended, underWay: this.#underWay });
    this.#pump();
  }
}
