import type { Cause } from "./cause.js";

/** Version tag of every report line. */
export const REPORT_SCHEMA = "loopward.report/1";

/** A position in what the user wrote: `file` relative to the project root, line and column from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One frame of a stack; `function` is `"<anonymous>"` where V8 knows no name. */
export interface Frame extends Position {
  readonly function: string;
}

/** A line of a stack tree, and the lines that it called. */
export interface StackNode extends Frame {
  /** Share of the stall in which it was on the stack, 0…1. */
  readonly share: number;
  /** The heaviest first. */
  readonly calls: readonly StackNode[];
}

/** A blame's line of code is cut here: more is a bundle's, and tells nothing. */
export const MAX_CODE_CHARS = 240;

/** The task and source position held responsible for a stall. */
export interface Blame extends Frame {
  /** The catalogued API inside which the loop stood still, named by `apiName`; null for plain computation. */
  readonly api: string | null;
  /** The source line, trimmed; empty where the source cannot be read. */
  readonly code: string;
  /** Share of the evidence that names this line, 0…1. */
  readonly confidence: number;
}

/** Where the asynchronous operation was started whose callback stalled the loop. */
export interface ReportOrigin {
  /** Kind of the operation, as Node's `async_hooks` names it: `PROMISE`, `Timeout`, `TCPWRAP`, … */
  readonly type: string;
  /** The user's frames of the stack on which it was started, innermost first. */
  readonly frames: readonly Frame[];
}

/** Which run a report is about. `attempt` counts from 1. */
export interface ReportTask {
  readonly name: string;
  readonly runId: string;
  readonly queue: string;
  readonly attempt: number;
}

/** What a run was given, as far as the user lets reports hold it. */
export interface TaskInput {
  /** JSON text; of no use to a parser where it is cut. */
  readonly json: string;
  /** The rest was left out. */
  readonly cut: boolean;
}

/** The run that a report blames. */
export interface BlamedTask extends ReportTask {
  /** Only where the user asks for it. */
  readonly input?: TaskInput;
}

export type ReportKind = "stall" | "blocking-call";
export type ReportAction = "reported" | "aborted" | "host-killed";

/**
 * The record of one stall or one blocking call: one JSON object a line.
 * A stall that lasts is written first with `ongoing: true` and again, under the same `id`, when it ended:
 * readers keep the last line of an id.
 */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly id: string;
  /** ISO 8601, when the loop was last seen turning. */
  readonly time: string;
  readonly kind: ReportKind;
  readonly cause: Cause;
  readonly durationMs: number;
  readonly ongoing: boolean;
  readonly thresholdMs: number;
  /** Null where the evidence blames no one. */
  readonly task: BlamedTask | null;
  readonly blame: Blame | null;
  readonly stack: readonly Frame[];
  /** All stacks that were seen in the course of the stall, laid over one another; light branches are cut off. */
  readonly tree?: readonly StackNode[];
  /** Where what stalled was started; in origin mode only, and in the final record. */
  readonly origin?: ReportOrigin;
  /** Of `durationMs`, the time in which the main thread had a processor; absent where the system does not tell. */
  readonly cpuMs?: number;
  /** Of `durationMs`, the time in which V8 collected garbage; absent while the stall lasts. */
  readonly gcMs?: number;
  readonly impact: { readonly delayedRuns: number };
  readonly action: ReportAction;
  readonly advice: string;
  /** Present where one record tells several stalls of a kind: `durationMs` is then the longest of them. */
  readonly folded?: { readonly count: number; readonly totalMs: number };
  readonly host: {
    readonly pid: number;
    readonly node: string;
    /** What its machine (or container) calls itself. */
    readonly name?: string;
  };
}
