import type { HostSetup } from "../protocol.js";

/** Reading the memory takes a system call; it does not change much faster. */
const LOOK_EVERY_MS = 250;

const MB = 1024 * 1024;

/** Tells when a host has done enough, and another is to take its place. */
export class Wear {
  readonly #limits: HostSetup["recycle"];
  #runs = 0;
  #lookedMs = 0;

  constructor(limits: HostSetup["recycle"]) {
    this.#limits = limits;
  }

  /** A run settled. Returns why the host should be replaced; null: it is good for more. */
  settled(): string | null {
    this.#runs += 1;
    const { maxRuns, maxMemoryMb } = this.#limits;
    if (maxRuns !== null && this.#runs >= maxRuns) return `${this.#runs} runs done`;
    if (maxMemoryMb === null) return null;
    const now = performance.now();
    if (now - this.#lookedMs < LOOK_EVERY_MS) return null;
    this.#lookedMs = now;
    const usedMb = Math.round(process.memoryUsage.rss() / MB);
    return usedMb > maxMemoryMb ? `${usedMb} MB in use` : null;
  }
}
