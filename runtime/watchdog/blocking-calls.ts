import type { Report } from "../../src/findings/report.js";
import type { BlockingCallNote, SiteCount } from "../strict/notes.js";
import { reportId, type Reporter } from "./reporter.js";

/** Writes what strict mode tells: a record a call site, again under the same id as calls are counted. */
export class BlockingCalls {
  readonly #reporter: Reporter;
  readonly #write: (report: Report) => void;
  readonly #reports = new Map<number, Promise<Report>>();
  /** Records are written in the order in which they were told. */
  #writing: Promise<void> = Promise.resolve();

  constructor(reporter: Reporter, write: (report: Report) => void) {
    this.#reporter = reporter;
    this.#write = write;
  }

  first(note: BlockingCallNote): void {
    const report = this.#reporter.blockingCall(reportId(), note);
    this.#reports.set(note.site, report);
    this.#enqueue(report);
  }

  counted(counts: readonly SiteCount[]): void {
    for (const { site, count, totalMs, worstMs } of counts) {
      const first = this.#reports.get(site);
      if (!first) continue;
      this.#enqueue(
        first.then((report) => ({
          ...report,
          durationMs: hundredth(worstMs),
          ongoing: false,
          ...(count > 1 && { folded: { count, totalMs: hundredth(totalMs) } }),
        })),
      );
    }
  }

  /** Resolves when all that was told is written. */
  flush(): Promise<void> {
    return this.#writing;
  }

  #enqueue(report: Promise<Report>): void {
    this.#writing = this.#writing.then(async () => this.#write(await report));
  }
}

// Most of these calls are far shorter than a millisecond.
function hundredth(ms: number): number {
  return Math.round(ms * 100) / 100;
}
