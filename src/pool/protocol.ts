import type { RunOfEvent } from "../../runtime/channels.js";
import type { StrictOptions } from "../../runtime/strict/options.js";
import type { AbortMeans, GuardMode } from "../../runtime/types.js";
import type { RetryVerdict } from "../task/retry.js";
import type { TaskInfo } from "../task/types.js";
import type { JobAnswer, JobCall, JobOrder, ProcessorFile } from "./job-protocol.js";

/**
 * What supervisor and host say to each other over IPC, as JSON, batched.
 * The names are those of the model: dispatch, settle, cancel, drain; a host is lost when its process ends.
 */

/** One run handed to a host. */
export interface RunOrder {
  /** Unique among all runs in flight: job ids are so only within their queue. */
  readonly key: string;
  /** The broker's job id. */
  readonly runId: string;
  readonly task: string;
  readonly queue: string;
  readonly input: unknown;
  /** Counts from 1. */
  readonly attempt: number;
  readonly redelivered: boolean;
  /** Present where the queue's adopted handler executes the run; `task` is then the job's name. */
  readonly job?: JobOrder;
  /** What the run's span is to continue, as its job carries it: OpenTelemetry's, in JSON. */
  readonly trace?: string;
}

/** The name of the task that executes a run: an adopted handler's is its queue's. */
export function handlerOf({ task, queue, job }: RunOrder): string {
  return job ? queue : task;
}

/** What events and logs say of a run. */
export function eventOf(order: RunOrder): RunOfEvent {
  const { task, runId, queue, attempt } = order;
  return { task, runId, queue, attempt, handler: handlerOf(order) };
}

/** The key of a run: `queue/jobId`. */
export function runKey(run: { readonly queue: string; readonly runId: string }): string {
  return `${run.queue}/${run.runId}`;
}

/** An error as it crosses a process border. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  /** Further own enumerable properties that JSON can carry. */
  readonly fields?: Record<string, unknown>;
  /** What is known of the run's next attempt. */
  readonly retry?: RetryVerdict;
}

export type Settlement = Outcome & {
  readonly key: string;
  /** From the start of the task's function to its end, in ms. */
  readonly tookMs: number;
};

export type Outcome =
  | { readonly status: "completed"; readonly value: unknown }
  | { readonly status: "failed"; readonly error: WireError };

/** A run by its names. */
export type RunName = Pick<RunOrder, "task" | "runId" | "queue" | "attempt">;

/** How a host is set up; sent once, first. */
export interface HostSetup {
  /** Absolute paths of the app's modules. */
  readonly app: readonly string[];
  /** Handlers to adopt beside the app's own tasks. */
  readonly processors?: readonly ProcessorFile[];
  readonly root: string;
  /** Null: no guard. */
  readonly guard: {
    readonly mode: GuardMode;
    readonly thresholdMs: number;
    readonly abortAfterMs: number;
    readonly abort?: AbortMeans;
    /** Packages whose code can be aborted in place as the app's own can. */
    readonly instrument?: readonly string[];
    readonly strict?: StrictOptions | null;
    readonly origin?: boolean;
  } | null;
  /** After so many runs, or above so much resident memory, the host asks to be replaced; null: never. */
  readonly recycle: { readonly maxRuns: number | null; readonly maxMemoryMb: number | null };
  /** Within how many ms its loop is to turn: it begins no more runs at once than keep that. Null: it begins all. */
  readonly loopTargetMs?: number | null;
  /** An error that no promise carries ends the host, too, and not its run alone. */
  readonly endOnStrayError?: boolean;
  /** Limits of tasks that declare none; `off`: none at all, also of those that do. */
  readonly limits?: DefaultLimits | "off";
  /** How long a run may hold the loop between two `ctx.yieldIfDue()`, in ms, where its task does not say. */
  readonly sliceMs?: number;
  /** What Node is told of its inspector: `--inspect=127.0.0.1:9229`. */
  readonly inspect?: string | null;
  /** Modules that it loads before anything else, as URLs. */
  readonly imports?: readonly string[];
  /** Whether it says each second how it is. */
  readonly vitals?: boolean;
}

/** How a host is, of the last second. */
export interface HostVitals {
  /** By how much the turns of its loop were late, in ms. */
  readonly meanDelayMs: number;
  readonly maxDelayMs: number;
  /** Resident memory of the process, in bytes. */
  readonly rssBytes: number;
}

/** Time limits, in ms; null: none. */
export interface DefaultLimits {
  readonly timeLimitMs: number | null;
  /** The run's signal is aborted, and the run may go on to its end. */
  readonly softTimeLimitMs: number | null;
}

export type ToHost =
  | { readonly type: "setup"; readonly setup: HostSetup }
  | { readonly type: "dispatch"; readonly runs: readonly RunOrder[] }
  /** The run is to end with a `CancelledError`. */
  | { readonly type: "cancel"; readonly key: string; readonly reason: string | null }
  | { readonly type: "answers"; readonly answers: readonly JobAnswer[] }
  /** No runs come for now: they go to other hosts. */
  | { readonly type: "stand-by" }
  /** End when what is on board has been said. */
  | { readonly type: "drain" }
  /** Say what has settled, and be ended with what has not. */
  | { readonly type: "halt" };

export type FromHost =
  | { readonly type: "drained" }
  /** The app ends the host (`process.exit`, an error outside of any run); `key` is the run that did it, if one did. */
  | { readonly type: "ending"; readonly key: string | null; readonly reason: string }
  | { readonly type: "ready"; readonly tasks: readonly TaskInfo[] }
  | { readonly type: "load-failed"; readonly error: WireError }
  /** The host has done enough: it takes no more runs, and ends when those on board have settled. */
  | { readonly type: "recycle"; readonly reason: string }
  /** Each is a `Settlement` as JSON. */
  | { readonly type: "settle"; readonly settlements: readonly string[] }
  /** Of adopted handlers, each to be answered. */
  | { readonly type: "calls"; readonly calls: readonly JobCall[] }
  | { readonly type: "vitals"; readonly vitals: HostVitals }
  /** Something about a run that may have settled, for the worker's log. */
  | { readonly type: "notice"; readonly run: RunName; readonly message: string }
  | { readonly type: "progress"; readonly key: string; readonly value: unknown }
  | {
      readonly type: "log";
      readonly key: string;
      readonly message: string;
      readonly fields?: Record<string, unknown>;
    };

/** fd of the pipe on which a host's guard writes records to the supervisor. */
export const GUARD_FD = 3;
