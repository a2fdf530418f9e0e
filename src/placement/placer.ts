import type { Report } from "../findings/report.js";
import type { PoolName, TaskInfo } from "../task/types.js";
import { TaskRecord } from "./task-record.js";
import type { Evidence, Placement, PlacementPolicy } from "./types.js";

export interface PlacerOptions {
  readonly policy: PlacementPolicy;
  /** The pool of tasks that declare none. */
  readonly defaultPool: PoolName;
  /** What was known before: evidence by task. */
  readonly evidence: ReadonlyMap<string, { readonly evidence: Evidence; readonly since: string }>;
  /** A task's placement changed, or what the evidence suggests for it. */
  readonly onChange: (placement: Placement) => void;
}

/**
 * Decides in which pool each task runs: the one it declares; else the process pool, if reports or findings prove that it
 * blocks and the mode is `auto`; else the worker's own. Runs that are under way stay where they are.
 */
export class Placer {
  readonly #options: PlacerOptions;
  readonly #tasks: ReadonlyMap<string, TaskInfo>;
  readonly #records = new Map<string, TaskRecord>();
  readonly #placements = new Map<string, Placement>();

  constructor(tasks: readonly TaskInfo[], options: PlacerOptions) {
    this.#options = options;
    this.#tasks = new Map(tasks.map((task) => [task.name, task]));
    for (const task of tasks) {
      const known = options.policy.mode === "off" ? undefined : options.evidence.get(task.name);
      this.#placements.set(task.name, this.#place(task, known?.evidence ?? null, known?.since ?? null));
    }
  }

  get placements(): readonly Placement[] {
    return [...this.#placements.values()];
  }

  poolOf(task: string): PoolName {
    return this.#placements.get(task)?.pool ?? this.#options.defaultPool;
  }

  /** A run of the task settled; its function took `ms`. */
  settled(task: string, ms: number): void {
    if (this.#learns(task)) this.#recordOf(task).settled(Date.now(), ms);
  }

  /** Takes a final report for evidence. */
  note(report: Report): void {
    const task = report.task?.name;
    if (task === undefined || report.ongoing || report.kind !== "stall" || !this.#learns(task)) return;
    const record = this.#recordOf(task);
    record.stalled(Date.now(), report);
    const proof = record.proof(Date.now());
    const info = this.#tasks.get(task);
    if (!proof || !info) return;
    const placement = this.#place(info, proof, new Date().toISOString());
    this.#placements.set(task, placement);
    this.#options.onChange(placement);
  }

  // What is settled once, by the task's author or by evidence, needs no more of it.
  #learns(task: string): boolean {
    const placement = this.#placements.get(task);
    return this.#options.policy.mode !== "off" && placement?.because === "default" && !placement.evidence;
  }

  #place(task: TaskInfo, evidence: Evidence | null, since: string | null): Placement {
    const { policy, defaultPool } = this.#options;
    const own = { task: task.name, evidence, since };
    if (task.pool !== null) return { ...own, pool: task.pool, because: "declared", suggested: null };
    if (!evidence || defaultPool === "processes")
      return { ...own, pool: defaultPool, because: "default", suggested: null };
    return policy.mode === "auto"
      ? { ...own, pool: "processes", because: "evidence", suggested: null }
      : { ...own, pool: defaultPool, because: "default", suggested: "processes" };
  }

  #recordOf(task: string): TaskRecord {
    let record = this.#records.get(task);
    if (!record) this.#records.set(task, (record = new TaskRecord(this.#options.policy)));
    return record;
  }
}
