import { errorTable, LoopwardError } from "./errors.js";

/** One thing that is wrong with an input. */
export interface InputIssue {
  readonly message: string;
  /** Where: `user.tags[2]`, led by the input's index where there are several: `[17].user`. Empty: the input as a whole. */
  readonly path: string;
}

// A sentence is read by people; `issues` has all of them.
const TOLD = 5;

/** A task's schema rejects an input: thrown by `enqueue`, and what a run fails with, not to be tried again. */
export class InvalidInputError extends LoopwardError {
  readonly issues: readonly InputIssue[];

  constructor(task: string, issues: readonly InputIssue[]) {
    const told = issues.slice(0, TOLD).map(({ path, message }) => (path ? `${path}: ${message}` : message));
    if (issues.length > TOLD) told.push(`and ${issues.length - TOLD} more`);
    super("LOOPWARD_INVALID_INPUT", errorTable.LOOPWARD_INVALID_INPUT(task, told.join("; ")));
    this.name = "InvalidInputError";
    this.issues = issues;
  }
}
