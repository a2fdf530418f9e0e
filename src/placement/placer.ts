import type { Report } from "../findings/report.js";
import type { PoolName, TaskInfo } from "../task/types.js";
import { Subjects } from "./subjects.js";
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
  readonly #subjects: Subjects;
  readonly #records = new Map<string, TaskRecord>();
  readonly #placements = new Map<string, Placement>();

  constructor(tasks: readonly TaskInfo[], options: PlacerOptions) {
    this.#options = options;
    this.#subjects = new Subjects(tasks);
    for (const task of tasks) this.#placementOf(task);
  }

  get placements(): readonly Placement[] {
    return [...this.#placements.values()];
  }

  /** @param queue told where the run may be an adopted handler's: `task` is then the job's name */
  poolOf(task: string, queue?: string): PoolName {
    const subject = this.#subjects.of(task, queue);
    return subject ? this.#placementOf(subject).pool : this.#options.defaultPool;
  }

  /** A run of the task settled; its function took `ms`. */
  settled(task: string, ms: number, queue?: string): void {
    const subject = this.#subjects.of(task, queue);
    if (subject && this.#learns(subject)) this.#recordOf(subject.name).settled(Date.now(), ms);
  }

  /** Takes a final report for evidence. */
  note(report: Report): void {
    if (report.task === null || report.ongoing || report.kind !== "stall") return;
    const subject = this.#subjects.of(report.task.name, report.task.queue);
    if (!subject || !this.#learns(subject)) return;
    const record = this.#recordOf(subject.name);
    record.stalled(Date.now(), report);
    const proof = record.proof(Date.now());
    if (!proof) return;
    const placement = this.#place(subject, proof, new Date().toISOString());
    this.#placements.set(subject.name, placement);
    this.#options.onChange(placement);
  }

  // What is settled once, by the task's author or by evidence, needs no more of it.
  #learns(subject: TaskInfo): boolean {
    const { because, evidence } = this.#placementOf(subject);
    return this.#options.policy.mode !== "off" && because === "default" && !evidence;
  }

  // Jobs of an adopted handler are placed when the first of their name comes, and as the handler is where nothing is known of them.
  #placementOf(subject: TaskInfo): Placement {
    const placed = this.#placements.get(subject.name);
    if (placed) return placed;
    const { policy, evidence } = this.#options;
    const own = evidence.get(subject.name) ?? (subject.adopted && evidence.get(subject.queue));
    const known = policy.mode === "off" ? undefined : own;
    const placement = this.#place(subject, known?.evidence ?? null, known?.since ?? null);
    this.#placements.set(subject.name, placement);
    return placement;
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
