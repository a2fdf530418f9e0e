import type { Report } from "../findings/report.js";
import { runKey } from "./protocol.js";

/** The reports of one host whose stalls have not ended: a killed host cannot write their last line itself. */
export class OpenStalls {
  readonly #open = new Map<string, { report: Report; readonly seenAt: number }>();

  note(report: Report): void {
    // A blocking call that was reported as it began says nothing of how long it takes.
    if (report.kind !== "stall") return;
    if (!report.ongoing) this.#open.delete(report.id);
    else this.#open.set(report.id, { report, seenAt: performance.now() });
  }

  /** Whether a stall that goes on is the run's. */
  blame(key: string): boolean {
    return [...this.#open.values()].some(({ report: { task } }) => task !== null && runKey(task) === key);
  }

  /** The final lines of what was still open when the host was killed; durations grown by the time since. */
  endedByKill(): Report[] {
    const now = performance.now();
    const ended = [...this.#open.values()].map(({ report, seenAt }) => ({
      ...report,
      ongoing: false,
      durationMs: Math.round((report.durationMs + now - seenAt) * 10) / 10,
      action: "host-killed" as const,
    }));
    this.#open.clear();
    return ended;
  }
}
