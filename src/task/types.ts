import type { StallAction, StallRule } from "../findings/stall-rule.js";

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
  log(message: string, fields?: Record<string, unknown>): void;
  /** Publishes progress: a number from 0 to 100, or any JSON object. */
  progress(value: number | Record<string, unknown>): void;
  /** Gives the loop back if the run has held it for longer than its slice (10 ms); costs next to nothing otherwise. */
  yieldIfDue(): Promise<void>;
}

/** What `defineTask` takes. */
export interface TaskOptions<Input, Output> {
  /** Unique in a worker: `feeds.fetch`. */
  readonly name: string;
  /** The queue its jobs go to; `default` unless said. */
  readonly queue?: string;
  readonly pool?: PoolName;
  /** How often a run is tried in all; 1 unless said. */
  readonly attempts?: number;
  /**
   * A run that takes longer is signalled and rejected, in ms; as the worker says unless said. One that holds its loop, so that it cannot
   * be rejected, costs its host a second later.
   */
  readonly timeLimit?: number;
  /** After so many ms the run's signal is aborted, and it may clean up and come to its end; as the worker says unless said. */
  readonly softTimeLimit?: number;
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
  run(input: Input, ctx: RunContext): Promise<Output> | Output;
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
}

/** Options of one enqueue; ms where times. */
export interface EnqueueOptions {
  readonly jobId?: string;
  readonly delay?: number;
  readonly priority?: number;
  readonly attempts?: number;
}

/** One job that was accepted by the broker. */
export interface EnqueuedRun<Output> {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  /** Waits until the run settled; throws what it failed with. */
  result(options?: { readonly timeoutMs?: number }): Promise<Output>;
}

/** A task definition: call `enqueue` anywhere, and give the module to a worker. */
export interface Task<Input, Output> extends TaskOptions<Input, Output> {
  readonly queue: string;
  readonly attempts: number;
  enqueue(input: Input, options?: EnqueueOptions): Promise<EnqueuedRun<Output>>;
  enqueueMany(inputs: readonly Input[], options?: EnqueueOptions): Promise<EnqueuedRun<Output>[]>;
}
