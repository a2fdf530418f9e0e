import type { HostVitals } from "./protocol.js";

/** How often a host says how it is, in ms. */
export const TELL_EVERY_MS = 1_000;

/** What was said so many times ago is forgotten: a scrape every 15 s sees each second once. */
const KEPT = 15;

/** How a host has been over the last 15 s. */
export interface HostCondition {
  /** By how much the turns of its loop were late, in ms. */
  readonly meanDelayMs: number;
  /** A loop that stands still says nothing: its silence counts. */
  readonly maxDelayMs: number;
  readonly rssBytes: number;
}

/** What a host says of itself, second by second. */
export class VitalSigns {
  readonly #said: HostVitals[] = [];
  #heardMs = 0;

  /** @param nowMs `Date.now()` */
  note(vitals: HostVitals, nowMs: number): void {
    this.#said.push(vitals);
    if (this.#said.length > KEPT) this.#said.shift();
    this.#heardMs = nowMs;
  }

  /** @returns null: it has said nothing yet */
  condition(nowMs: number): HostCondition | null {
    const last = this.#said.at(-1);
    if (!last) return null;
    const sum = this.#said.reduce((total, { meanDelayMs }) => total + meanDelayMs, 0);
    const silenceMs = nowMs - this.#heardMs - TELL_EVERY_MS;
    return {
      meanDelayMs: sum / this.#said.length,
      maxDelayMs: Math.max(silenceMs, ...this.#said.map(({ maxDelayMs }) => maxDelayMs)),
      rssBytes: last.rssBytes,
    };
  }
}
