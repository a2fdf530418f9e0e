import { errorTable, LoopwardError } from "./errors.js";
import type { Blame, Frame, Report } from "./report.js";

/** The run held its loop beyond the abort limit. Carries the report's id, blame and stack. */
export class StallError extends LoopwardError {
  readonly reportId: string | null;
  readonly blame: Blame | null;
  readonly frames: readonly Frame[];

  constructor(task: string, report: Pick<Report, "id" | "durationMs" | "blame" | "stack"> | null) {
    const blame = report?.blame ?? null;
    const where = blame ? ` at ${blame.file}:${blame.line}${blame.api ? ` (${blame.api})` : ""}` : "";
    const held = String(Math.round(report?.durationMs ?? 0));
    // In the sentence, too: it is all that a broker keeps of an error besides the stack.
    const told = report ? `, see report ${report.id}` : "";
    super("LOOPWARD_STALL", errorTable.LOOPWARD_STALL(task, held, where, told));
    this.name = "StallError";
    this.reportId = report?.id ?? null;
    this.blame = blame;
    this.frames = report?.stack ?? [];
    if (this.frames.length > 0) {
      const lines = this.frames.map(
        (frame) => `    at ${frame.function} (${frame.file}:${frame.line}:${frame.column})`,
      );
      this.stack = [`${this.name}: ${this.message}`, ...lines].join("\n");
    }
  }
}

/** A run made a blocking call under `--guard-strict=throw`. Thrown where the call was made. */
export class BlockingCallError extends LoopwardError {
  /** Named as in findings and reports. */
  readonly api: string;

  constructor(task: string, api: string) {
    super("LOOPWARD_BLOCKING_CALL", errorTable.LOOPWARD_BLOCKING_CALL(task, api));
    this.name = "BlockingCallError";
    this.api = api;
  }
}

/** The host of the run died and the run may not, or not again, be handed to another. */
export class HostLostError extends LoopwardError {
  constructor(task: string, reason: string) {
    super("LOOPWARD_HOST_LOST", errorTable.LOOPWARD_HOST_LOST(task, reason));
    this.name = "HostLostError";
  }
}

/** The run took longer than its `timeLimit`. */
export class TimeLimitError extends LoopwardError {
  constructor(task: string, limitMs: number) {
    super("LOOPWARD_TIME_LIMIT", errorTable.LOOPWARD_TIME_LIMIT(task, String(limitMs)));
    this.name = "TimeLimitError";
  }
}

/** The run was cancelled: by `run.cancel()`, or from the command line. Never tried again. */
export class CancelledError extends LoopwardError {
  constructor(task: string, reason: string | null) {
    super("LOOPWARD_CANCELLED", errorTable.LOOPWARD_CANCELLED(task, reason ? `: ${reason}` : ""));
    this.name = "CancelledError";
  }
}
