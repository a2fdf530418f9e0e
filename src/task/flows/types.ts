import type { CancelOptions, EnqueuedRun, EnqueueOptions, JobMaker } from "../types.js";
import type { Validated } from "../input.js";

/** A run that is not enqueued yet: `task.signature(input)`. */
export interface Signature<Output> {
  readonly kind: "run";
  readonly task: JobMaker & Validated;
  readonly input: unknown;
  readonly options: EnqueueOptions;
  /** Carries the type; there is no such property. */
  readonly output?: Output;
}

/** Runs beside one another. */
export interface Group<Outputs> {
  readonly kind: "group";
  readonly steps: readonly Step<unknown>[];
  readonly output?: Outputs;
  /**
   * Enqueues them all.
   * @throws InvalidInputError when a schema rejects an input; nothing is enqueued then
   */
  enqueue(): Promise<EnqueuedGroup<Outputs>>;
  /** Enqueues them all and waits: for their results in order, or the first failure. */
  result(options?: { readonly timeoutMs?: number }): Promise<Outputs>;
}

/** Runs one after the other, each with the result of the one before as its input. */
export interface Chain<Output> {
  readonly kind: "chain";
  readonly first: Start<unknown>;
  readonly next: readonly JobMaker[];
  readonly output?: Output;
  /**
   * Enqueues all of it at once; each run begins when the one before it completed.
   * @throws InvalidInputError when a schema rejects the first input; nothing is enqueued then
   */
  enqueue(): Promise<EnqueuedChain<Output>>;
  /** Enqueues all of it and waits: for the last result, or what the first run to fail failed with. */
  result(options?: { readonly timeoutMs?: number }): Promise<Output>;
}

/** What a group is made of. */
export type Step<Output> = Signature<Output> | Chain<Output>;

/** What a chain begins with; the results of a group go to the next task together, as an array. */
export type Start<Output> = Step<Output> | Group<Output>;

/** A task that takes what the step before it returns. (A property and no method: its input is compared strictly.) */
export type Next<Input, Output> = JobMaker & {
  readonly enqueue: (input: Input, options?: EnqueueOptions) => Promise<EnqueuedRun<Output>>;
};

export interface EnqueuedGroup<Outputs> {
  /** One a step; of a chain its last run. */
  readonly runs: readonly EnqueuedRun<unknown>[];
  result(options?: { readonly timeoutMs?: number }): Promise<Outputs>;
  /** Cancels what has not settled; how many runs that were. */
  cancel(options?: CancelOptions): Promise<number>;
}

/** The last run of a chain. */
export interface EnqueuedChain<Output> extends EnqueuedRun<Output> {
  /** All of its runs; the last is the last. */
  readonly runs: readonly EnqueuedRun<unknown>[];
}

/** A run, and those whose results are its input. */
export interface FlowNode {
  readonly task: JobMaker;
  readonly input: unknown;
  readonly options: EnqueueOptions;
  /** Null: it has its input. `many`: as an array, even of one. */
  readonly from: { readonly nodes: readonly FlowNode[]; readonly many: boolean } | null;
}
