import type { WorkerLog } from "./options.js";
import type { Pools } from "./pools.js";

export interface Autoscale {
  readonly max: number;
  readonly min: number;
}

/** How often it is looked, in ms. */
const LOOK_EVERY_MS = 1_000;

/** For how long slots must have been too many before they are given up, in ms: Celery's own. */
const KEEP_MS = 30_000;

/** The slots of a worker's own pool: as many as it is told to have, and, with `autoscale`, as there is work for. */
export class Scale {
  readonly #pools: Pick<Pools, "own" | "resize">;
  readonly #waiting: () => Promise<number>;
  readonly #log: WorkerLog;
  readonly #keepMs: number;
  #limits: Autoscale | null;
  #timer: NodeJS.Timeout | undefined;
  #calmSince = Date.now();
  /** What was needed at most since then. */
  #peak = 0;

  /** @param waiting jobs that the broker keeps for this worker */
  constructor(
    pools: Pick<Pools, "own" | "resize">,
    limits: Autoscale | null,
    waiting: () => Promise<number>,
    log: WorkerLog,
    times: { readonly lookEveryMs?: number; readonly keepMs?: number } = {},
  ) {
    this.#pools = pools;
    this.#limits = limits;
    this.#waiting = waiting;
    this.#log = log;
    this.#keepMs = times.keepMs ?? KEEP_MS;
    if (limits)
      this.#timer = setInterval(() => void this.#look(), times.lookEveryMs ?? LOOK_EVERY_MS).unref();
  }

  get limits(): Autoscale | null {
    return this.#limits;
  }

  /** Adds so many slots, or takes them away: one stays. The limits make room for it. */
  change(by: number): void {
    const slots = Math.max(1, this.#pools.own.slots + by);
    if (this.#limits)
      this.#limits = { max: Math.max(this.#limits.max, slots), min: Math.min(this.#limits.min, slots) };
    this.#resize(slots, "as told");
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const { own } = this.#pools;
    const { max, min } = this.#limits!;
    const full = own.load >= own.slots;
    // A broker that does not answer is no reason for more slots, nor for fewer.
    const waiting = full ? await this.#waiting().catch(() => null) : 0;
    if (waiting === null) return;
    const need = own.load + waiting;
    this.#peak = Math.max(this.#peak, need);
    if (need > own.slots && own.slots < max) this.#resize(Math.min(max, need), `${need} runs to do`);
    if (need >= own.slots) this.#calm();
    else if (Date.now() - this.#calmSince >= this.#keepMs) {
      const slots = Math.max(min, this.#peak);
      if (slots < own.slots) this.#resize(slots, `${this.#peak} runs to do at most`);
      this.#calm();
    }
  }

  #calm(): void {
    this.#calmSince = Date.now();
    this.#peak = 0;
  }

  #resize(slots: number, why: string): void {
    const before = this.#pools.own.slots;
    this.#pools.resize(slots);
    this.#log.info({ slots: this.#pools.own.slots }, `slots: ${before} -> ${this.#pools.own.slots} (${why})`);
  }
}
