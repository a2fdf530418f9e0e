import { errorTable, LoopwardError } from "./errors.js";
import type { Report } from "./report.js";

/** A test blocked its event loop. Says where, a line a report; carries the reports. */
export class BlockedError extends LoopwardError {
  readonly reports: readonly Report[];

  constructor(reports: readonly Report[]) {
    const lines = reports.map((report) => `\n  ${describe(report)}`).join("");
    super("LOOPWARD_BLOCKED", errorTable.LOOPWARD_BLOCKED(lines));
    this.name = "BlockedError";
    this.reports = reports;
  }
}

function describe({ kind, blame, durationMs, folded, advice }: Report): string {
  const where = blame ? `${blame.file}:${blame.line}:${blame.column}` : "an unknown line";
  const api = blame?.api ?? (kind === "stall" ? "computation" : "a blocking call");
  const often = folded ? ` ${folded.count} times,` : "";
  const what = kind === "stall" ? `${Math.round(durationMs)} ms in ${api}` : `${api} was called${often}`;
  return `${what} at ${where}. ${advice}`.replace(", at", " at");
}
