import type { Cost } from "../catalogue/types.js";

/** One step of the path from a task to a blocking call. */
export interface PathStep {
  readonly function: string;
  /** Relative to the project root. */
  readonly file: string;
  readonly line: number;
}

export type Confidence = "definite" | "possible";

/** The static counterpart of a report: one blocking call reachable from a task. */
export interface Finding {
  /** `loopward/no-blocking-call` … */
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Named by `apiName`, as in a report's blame. */
  readonly api: string;
  readonly cost: Cost;
  readonly confidence: Confidence;
  /** Names of the tasks that reach the call. */
  readonly tasks: readonly string[];
  /** From the first task's handler to the function that holds the call. */
  readonly path: readonly PathStep[];
  readonly message: string;
  readonly advice: string;
}
