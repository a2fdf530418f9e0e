import type { Report } from "../findings/report.js";
import type { PoolName, TaskInfo } from "../task/types.js";
import { NOTHING_KNOWN, outweighs, type Known } from "./known.js";
import { Subjects } from "./subjects.js";
import { proofOf, sumOf, type Tally } from "./tally.js";
import { TaskRecord } from "./task-record.js";
import type { Placement, PlacementPolicy } from "./types.js";

export interface PlacerOptions {
  readonly policy: PlacementPolicy;
  /** The pool of tasks that declare none. */
  readonly defaultPool: PoolName;
  /** What is known already, by task. The placer adds what it learns: it is for the placer that follows, too. */
  readonly known: Map<string, Known>;
  /** The worker's name. */
  readonly worker: string;
  /** A task's placement changed, or what the evidence suggests for it. */
  readonly onChange: (placement: Placement) => void;
  /** A task stalled, and what this worker saw of it does not suffice. */
  readonly onDoubt?: (subject: Subject, tally: Tally) => void;
}

/** Name and queue of what evidence is kept on. */
export type Subject = Pick<TaskInfo, "name" | "queue">;

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
    const tally = record.tally(Date.now());
    if (!this.#decide(subject, tally, [])) this.#options.onDoubt?.(subject, tally);
  }

  /** Takes what other workers saw of a task together with what this one did. */
  weigh({ name, queue }: Subject, others: readonly { readonly by: string; readonly tally: Tally }[]): void {
    const subject = this.#subjects.named(name, queue);
    const record = this.#records.get(name);
    if (!subject || !record || !this.#learns(subject)) return;
    const tallies = [record.tally(Date.now()), ...others.map(({ tally }) => tally)];
    this.#decide(
      subject,
      sumOf(tallies),
      others.map(({ by }) => by),
    );
  }

  /** Takes over what another worker came to know, or that it was forgotten, unless this one knows better. */
  learn({ name, queue }: Subject, known: Known): void {
    const subject = this.#subjects.named(name, queue);
    const own = this.knownOf(name);
    if (this.#options.policy.mode === "off" || !subject || !outweighs(known, own)) return;
    // What the linter found is in this worker's own file, and not forgotten with what was seen.
    if (own.evidence?.from === "findings" && !known.evidence) return;
    if (known.resets > own.resets) this.#records.delete(name);
    this.#know(subject, known);
  }

  knownOf(task: string): Known {
    return this.#options.known.get(task) ?? NOTHING_KNOWN;
  }

  // What is settled once, by the task's author or by evidence, needs no more of it.
  #learns(subject: TaskInfo): boolean {
    const { because, evidence } = this.#placementOf(subject);
    return this.#options.policy.mode !== "off" && because === "default" && !evidence;
  }

  #decide(subject: TaskInfo, tally: Tally, others: readonly string[]): boolean {
    const { policy, worker } = this.#options;
    const evidence = proofOf(tally, policy);
    if (!evidence) return false;
    const by = [...new Set([worker, ...others])].sort();
    const { resets } = this.knownOf(subject.name);
    this.#know(subject, { evidence, since: new Date().toISOString(), by, resets });
    return true;
  }

  #know(subject: TaskInfo, known: Known): void {
    this.#options.known.set(subject.name, known);
    const before = this.#placements.get(subject.name);
    // A job name that has not come yet is placed when it does.
    if (!before && subject.adopted && subject.name !== subject.queue) return;
    const placement = this.#place(subject, known);
    this.#placements.set(subject.name, placement);
    if (known.evidence || before?.evidence) this.#options.onChange(placement);
  }

  // Jobs of an adopted handler are placed when the first of their name comes, and as the handler is where nothing is known of them.
  #placementOf(subject: TaskInfo): Placement {
    const placed = this.#placements.get(subject.name);
    if (placed) return placed;
    const { policy, known } = this.#options;
    const own = known.get(subject.name) ?? (subject.adopted && known.get(subject.queue));
    const placement = this.#place(subject, policy.mode === "off" || !own ? NOTHING_KNOWN : own);
    this.#placements.set(subject.name, placement);
    return placement;
  }

  #place({ name: task, queue, pool }: TaskInfo, { evidence, since, by, resets }: Known): Placement {
    const { policy, defaultPool } = this.#options;
    const own = { task, queue, evidence, since, learntBy: by, resets };
    if (pool !== null) return { ...own, pool, because: "declared", suggested: null };
    if (!evidence || defaultPool === "processes")
      return { ...own, pool: defaultPool, because: "default", suggested: null };
    return policy.mode === "auto"
      ? { ...own, pool: "processes", because: "evidence", suggested: null }
      : { ...own, pool: defaultPool, because: "default", suggested: "processes" };
  }

  #recordOf(task: string): TaskRecord {
    let record = this.#records.get(task);
    if (!record) this.#records.set(task, (record = new TaskRecord(this.#options.policy.windowMs)));
    return record;
  }
}
