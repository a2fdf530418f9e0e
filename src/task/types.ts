import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { StallAction, StallRule } from "../findings/stall-rule.js";
import type { Signature } from "./flows/types.js";
import type { DeclaredSchedule, Schedule, ScheduleInfo, When } from "./schedule.js";

/** Where a task runs: `async` shares a loop with many others, `processes` has a host to itself. */
export type PoolName = "async" | "processes";

/** What a run may use. */
export interface RunContext {
  /** The run's id: the broker's job id. */
  readonly id: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** True when an earlier host was lost while it held this run: side effects may have happened already. */
  readonly redelivered: boolean;
  /** Aborted, with the reason, when the run is given up: time limit, stall, cancel. */
  readonly signal: AbortSignal;
  /** Writes a line to the worker's log and to the job's own, which the broker keeps. */
  readonly log: (message: string, fields?: Record<string, unknown>) => void;
  /** Publishes progress: a number from 0 to 100, or any JSON object. */
  readonly progress: (value: number | Record<string, unknown>) => void;
  /**
   * Gives the loop back if it was held for longer than the run's slice; costs next to nothing otherwise. Of several runs
   * that compute, each has a slice in its turn.
   */
  readonly yieldIfDue: () => Promise<void>;
}

/** How long a failed run waits before it is tried again; times in ms. */
export interface Backoff {
  /** `fixed`: always `delay`. `exponential`: `delay`, then twice that, four times, … */
  readonly type: "fixed" | "exponential";
  readonly delay: number;
  /** The part of the delay that is left to chance, from 0 (none, unless said) to 1. */
  readonly jitter?: number;
  /** No delay is longer. */
  readonly maxDelay?: number;
}

/** At most `max` runs begin in `duration` ms. */
export interface RateLimit {
  readonly max: number;
  readonly duration: number;
}

/** What `defineTask` takes. `Input` is what callers give, `Parsed` what `run` gets once `input` has validated it. */
export interface TaskOptions<Input, Output, Parsed = Input> {
  /** Unique in a worker: `feeds.fetch`. */
  readonly name: string;
  /**
   * Validates the input, when it is enqueued and again when it is run: a Standard Schema (zod, valibot, arktype, …).
   * What it makes of the input is given to `run`; the job keeps the input as it was.
   */
  readonly input?: StandardSchemaV1<Input, Parsed>;
  /** The queue its jobs go to; `default` unless said. */
  readonly queue?: string;
  readonly pool?: PoolName;
  /** How often a run is tried in all; 1 unless said. */
  readonly attempts?: number;
  /** How long it waits between two attempts; not at all unless said. */
  readonly backoff?: Backoff;
  /** Whether a run that failed with this error may be tried again; true unless said. Asked in the host. */
  retryable?(error: Error): boolean;
  /**
   * A run that takes longer is signalled and rejected, in ms; as the worker says unless said. One that holds its loop, so that it cannot
   * be rejected, costs its host a second later.
   */
  readonly timeLimit?: number;
  /** After so many ms the run's signal is aborted, and it may clean up and come to its end; as the worker says unless said. */
  readonly softTimeLimit?: number;
  /** How long a run may hold the loop between two `ctx.yieldIfDue()`, in ms; as the worker says (10) unless said. */
  readonly slice?: number;
  /** How many of its runs a worker executes at once; as many as there are slots unless said. */
  readonly concurrency?: number;
  /** How fast jobs of its queue are begun, by all workers together; it holds for every task of that queue. */
  readonly limit?: RateLimit;
  /** Of its jobs, unless an enqueue says otherwise: 1 goes first, 2,097,151 last; before all of them go those without one. */
  readonly priority?: number;
  /** When it runs by itself; told to the broker when a worker starts, and taken back when it is no longer declared. */
  readonly schedule?: DeclaredSchedule<Input> | readonly DeclaredSchedule<Input>[];
  /**
   * Whether a run that was on board of a lost host may be done again; true unless said. When false, it fails with a
   * `HostLostError` and is not tried again.
   */
  readonly idempotent?: boolean;
  /** What the guard does about a run that holds its loop; as the worker says (`--guard…`) unless said. */
  readonly stall?: {
    /** How far it may go: see `StallAction`. A worker with `--guard=report` goes no further than that. */
    readonly action?: StallAction;
    /** How long a run may hold its loop in all, in ms. */
    readonly abortAfterMs?: number;
  };
  run(input: Parsed, ctx: RunContext): Promise<Output> | Output;
}

/** What the supervisor knows of a task, without its code. */
export interface TaskInfo {
  readonly name: string;
  readonly queue: string;
  readonly pool: PoolName | null;
  readonly attempts: number;
  readonly timeLimitMs: number | null;
  readonly softTimeLimitMs: number | null;
  readonly idempotent: boolean;
  readonly stall: StallRule | null;
  /** The file that defines it, relative to the project root. */
  readonly file: string | null;
  readonly backoff?: Backoff;
  readonly priority?: number;
  readonly concurrency?: number;
  readonly limit?: RateLimit;
  readonly schedules?: readonly ScheduleInfo[];
  /** An adopted handler: it takes the jobs of its queue, whatever their names, that no other task of the queue is named as. */
  readonly adopted?: true;
}

/** What is needed of a task to make a job for it. */
export type JobMaker = Pick<TaskInfo, "name" | "queue" | "attempts" | "backoff" | "priority">;

/** Options of one enqueue; ms where times. */
export interface EnqueueOptions {
  readonly jobId?: string;
  readonly delay?: number;
  readonly priority?: number;
  readonly attempts?: number;
  readonly backoff?: Backoff;
  /** While a job with this id has not settled, no other is made: the run that is there is returned. */
  readonly deduplicationId?: string;
  /** For how long from now `deduplicationId` holds, in ms, whether or not the job has settled. */
  readonly deduplicationTtl?: number;
}

/** How a cancel is asked for. */
export interface CancelOptions {
  /** Told to the run (`ctx.signal.reason`) and to who waits for it. */
  readonly reason?: string;
  /** How long to wait for the run to end, in ms; 60,000 unless said. */
  readonly timeoutMs?: number;
}

/** One job that was accepted by the broker. */
export interface EnqueuedRun<Output> {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  /** Waits until the run settled; throws what it failed with. */
  result(options?: { readonly timeoutMs?: number }): Promise<Output>;
  /**
   * Cancels the run, wherever it is: a job that waits is removed, a run in flight is signalled and fails with a
   * `CancelledError`, not to be tried again. Resolves when that is done: false, when the run had settled before.
   * @throws LoopwardError `LOOPWARD_WAIT_TIMEOUT` when nobody who holds the run was heard of in time
   */
  cancel(options?: CancelOptions): Promise<boolean>;
}

/** A task definition: call `enqueue` anywhere, and give the module to a worker. */
export interface Task<Input, Output, Parsed = Input> extends Omit<
  TaskOptions<Input, Output, Parsed>,
  "input" | "schedule"
> {
  /** Its schema. (Without its types, of which `enqueue` and `run` tell: a task that takes more may stand for one that takes less.) */
  readonly input?: StandardSchemaV1;
  readonly queue: string;
  readonly attempts: number;
  /** What `schedule` of its definition says. */
  readonly declared: readonly ScheduleInfo[];
  /** @throws InvalidInputError when the schema rejects the input; nothing is enqueued then */
  enqueue(input: Input, options?: EnqueueOptions): Promise<EnqueuedRun<Output>>;
  /** @throws InvalidInputError when the schema rejects any of the inputs; nothing is enqueued then */
  enqueueMany(inputs: readonly Input[], options?: EnqueueOptions): Promise<EnqueuedRun<Output>[]>;
  /** A run that is not enqueued yet: for `group` and `chain`. */
  signature(input: Input, options?: EnqueueOptions): Signature<Output>;
  /**
   * Enqueues a run again and again, from now on and whichever worker is up; replaces the schedule of this name.
   * @throws LoopwardError `LOOPWARD_BAD_SCHEDULE`; InvalidInputError
   */
  schedule(name: string, when: When, input: Input, options?: ScheduleOptions): Promise<Schedule>;
  /** Ends a schedule; false when there was none of this name. Runs that it made already go on. */
  unschedule(name: string): Promise<boolean>;
  /** The schedules there are, those that `defineTask` declares included, the next one due first. */
  schedules(): Promise<Schedule[]>;
}

/** Options of the jobs that a schedule makes. */
export type ScheduleOptions = Pick<EnqueueOptions, "priority" | "attempts" | "backoff">;
