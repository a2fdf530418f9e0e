import { createHash } from "node:crypto";
import type { Report } from "../../findings/report.js";

/** A place that stalled a loop: what one message is sent about. */
export interface Culprit {
  readonly task: string;
  /** Relative to the project root. */
  readonly file: string;
  readonly line: number;
}

/** Whom the report of a stall that is over blames; null: it is no such report, or blames no line. */
export function culpritOf({ kind, ongoing, blame }: Report, handler: string | null): Culprit | null {
  if (kind !== "stall" || ongoing || !blame || handler === null) return null;
  return { task: handler, file: blame.file, line: blame.line };
}

/** The same for the same culprit, and fit for a file's name. */
export function keyOf({ task, file, line }: Culprit): string {
  return createHash("sha256")
    .update(JSON.stringify([task, file, line]))
    .digest("hex")
    .slice(0, 32);
}
