import type { WireError } from "./protocol.js";

/**
 * What an adopted handler's `job` object asks of the broker's job, over IPC: a call from the host, carried out by the
 * supervisor, and its answer. The names are those of BullMQ's `Job`.
 */
export const jobMethods = [
  "updateProgress",
  "log",
  "updateData",
  "getState",
  "moveToDelayed",
  "moveToWait",
  "moveToWaitingChildren",
  "getChildrenValues",
  "getIgnoredChildrenFailures",
  "getDependenciesCount",
  "getDependencies",
] as const;

export type JobMethod = (typeof jobMethods)[number];

/** A call of a run's job. */
export interface JobCall {
  /** Of the run. */
  readonly key: string;
  /** Unique within the host. */
  readonly id: number;
  readonly method: JobMethod;
  /** Without trailing `undefined`; JSON turns others into null. */
  readonly args: readonly unknown[];
}

/** What became of a call. */
export type JobAnswer =
  { readonly id: number; readonly value?: unknown } | { readonly id: number; readonly error: WireError };

/** What an adopted handler is given beside the job's data. */
export interface JobOrder {
  /** The job as BullMQ gives it to its sandboxed processors, less `data`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of the job's lock. */
  readonly token: string | undefined;
}

/** A BullMQ processor file and the queue whose jobs it handles. */
export interface ProcessorFile {
  readonly queue: string;
  /** Absolute. */
  readonly file: string;
}
