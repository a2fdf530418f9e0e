import { openSync, writeSync } from "node:fs";
import type { Report } from "../../src/findings/report.js";
import type { GuardRecord, RecordSink } from "../types.js";
import { ReportFiles } from "./report-files.js";

/** Writes records from the watchdog's own thread: nothing of it waits for the main thread. */
export class Records {
  readonly #fd: () => number;
  readonly #forReaders: boolean;
  #lost = false;

  constructor(sink: RecordSink) {
    this.#forReaders = !("fd" in sink);
    this.#fd = fdOf(sink);
  }

  report(report: Report): void {
    // A file is a store of reports; a supervisor has to tell reports from verdicts.
    this.#write(this.#forReaders ? report : ({ type: "report", report } satisfies GuardRecord));
  }

  abortDue(record: Extract<GuardRecord, { type: "abort-due" }>): void {
    if (!this.#forReaders) this.#write(record);
  }

  unsaid(texts: readonly string[]): void {
    if (!this.#forReaders) this.#write({ type: "unsaid", texts });
  }

  #write(record: GuardRecord | Report): void {
    if (this.#lost) return;
    let rest = Buffer.from(`${JSON.stringify(record)}\n`);
    let fd: number | null = null;
    while (rest.length > 0) {
      try {
        // A line stays in one file.
        fd ??= this.#fd();
        rest = rest.subarray(writeSync(fd, rest));
      } catch (error) {
        // A pipe that is full for the moment: its reader needs a little time. This thread has nothing else to do.
        if (codeOf(error) === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
        else {
          // The reader is gone (EPIPE) or the disk is full: a guard without a sink must not harm what it guards.
          this.#lost = true;
          return;
        }
      }
    }
  }
}

function fdOf(sink: RecordSink): () => number {
  if ("fd" in sink) return () => sink.fd;
  if ("folder" in sink) {
    const files = new ReportFiles(sink.folder, sink.maxBytes);
    return () => files.fd();
  }
  const fd = openSync(sink.file, "a");
  return () => fd;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
