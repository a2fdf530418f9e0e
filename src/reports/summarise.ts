import type { Cause } from "../findings/cause.js";
import type { ReportFacts } from "./facts.js";
import { Lengths } from "./lengths.js";
import type { ReportBatches } from "./read.js";
import { Trend } from "./trend.js";

/** What one culprit cost: all reports with the same task, place, API and cause. */
export interface Culprit {
  readonly task: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly function: string | null;
  /** The line as it was, trimmed; empty where it could not be read. */
  readonly code: string;
  readonly api: string | null;
  readonly cause: Cause;
  /** Stalls; a report may tell several, folded. */
  readonly count: number;
  /** The loop's time that it took in all. */
  readonly stolenMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  readonly delayedRuns: number;
  /** Stolen time, in ms, in each of twelve equal parts of the summary's period, oldest first. */
  readonly trendMs: readonly number[];
  /** Id of the worst report, for `loopward reports show`. */
  readonly worstId: string;
  /** What the worst report advises. */
  readonly advice: string;
  /** ISO 8601, of the first and the last report. */
  readonly firstTime: string;
  readonly lastTime: string;
}

export interface Summary {
  readonly reports: number;
  readonly stolenMs: number;
  /** ISO 8601; null without reports. */
  readonly from: string | null;
  readonly to: string | null;
  /** By stolen time, most first. */
  readonly culprits: readonly Culprit[];
}

/** Ranks culprits by the time they stole. */
export function summarise(reports: Iterable<ReportFacts>): Summary {
  const summariser = new Summariser();
  for (const report of reports) summariser.add(report);
  return summariser.summary();
}

/** The same for reports as they are read; what is kept of each is a few numbers. */
export async function summariseStream(reports: ReportBatches<ReportFacts>): Promise<Summary> {
  const summariser = new Summariser();
  for await (const batch of reports) for (const report of batch) summariser.add(report);
  return summariser.summary();
}

/** The loop's time that the stalls of a report took in all. */
export function stolenMs({ durationMs, folded }: ReportFacts): number {
  return folded?.totalMs ?? durationMs;
}

/** What the reports of one culprit have in common. */
export type Identity = Pick<Culprit, "task" | "file" | "line" | "api" | "cause">;

/** The same for all reports of one culprit, and for no other's. */
export function culpritKey({ task, file, line, api, cause }: Identity): string {
  // NUL stands in no name of a file; a task named with one only deceives whoever named it.
  return `${task}\0${file}\0${line}\0${api}\0${cause}`;
}

/** Which culprit a report blames. */
export function identityOf({ task, blame, cause }: ReportFacts): Identity {
  return {
    task: task?.name ?? null,
    file: blame?.file ?? null,
    line: blame?.line ?? null,
    api: blame?.api ?? null,
    cause,
  };
}

/** A moment as it was written, and as a number: parsing one takes as long as all else that is done with a report. */
interface Moment {
  readonly text: string;
  readonly ms: number;
}

const NO_BLAME = {};

class Group {
  readonly identity: Identity;
  readonly #lengths = new Lengths();
  readonly #trend = new Trend();
  stolenMs = 0;
  #delayedRuns = 0;
  #worst: ReportFacts;
  #first: Moment;
  #last: Moment;

  constructor(identity: Identity, report: ReportFacts, time: Moment) {
    this.identity = identity;
    this.#worst = report;
    this.#first = time;
    this.#last = time;
  }

  add(report: ReportFacts, time: Moment): void {
    const stolen = stolenMs(report);
    this.#addLengths(report);
    this.#trend.add(time.ms, stolen);
    this.stolenMs += stolen;
    this.#delayedRuns += report.impact.delayedRuns;
    if (time.ms < this.#first.ms) this.#first = time;
    if (time.ms > this.#last.ms) this.#last = time;
    if (report.durationMs > this.#worst.durationMs) this.#worst = report;
  }

  /** Where several stalls are folded, the longest, and the others as long as their mean. */
  #addLengths({ durationMs, folded }: ReportFacts): void {
    this.#lengths.add(durationMs);
    if (!folded || folded.count < 2) return;
    const others = folded.count - 1;
    this.#lengths.add(Math.max(0, folded.totalMs - durationMs) / others, others);
  }

  culprit(fromMs: number, toMs: number): Culprit {
    const { blame, advice, durationMs, id } = this.#worst;
    const [p50Ms = 0, p99Ms = 0] = this.#lengths.percentiles([0.5, 0.99]);
    return {
      ...this.identity,
      column: blame?.column ?? null,
      function: blame?.function ?? null,
      code: blame?.code ?? "",
      count: this.#lengths.count,
      stolenMs: this.stolenMs,
      p50Ms,
      p99Ms,
      worstMs: durationMs,
      delayedRuns: this.#delayedRuns,
      trendMs: this.#trend.between(fromMs, toMs),
      worstId: id,
      advice,
      firstTime: this.#first.text,
      lastTime: this.#last.text,
    };
  }
}

/** Takes reports one by one, and ranks their culprits. */
export class Summariser {
  readonly #groups = new Map<string, Group>();
  /** The group last found for a blame and a task. Equal blames are one object as a rule, and to make a key takes longer than all else here. */
  readonly #lastFound = new Map<object, Map<string | undefined, Group>>();
  #reports = 0;
  #from: Moment | null = null;
  #to: Moment | null = null;

  /** @param ms when the stall began, where that is known already */
  add(report: ReportFacts, ms = Date.parse(report.time)): void {
    const time = { text: report.time, ms };
    this.#groupOf(report, time).add(report, time);
    this.#reports += 1;
    if (this.#from === null || time.ms < this.#from.ms) this.#from = time;
    if (this.#to === null || time.ms > this.#to.ms) this.#to = time;
  }

  #groupOf(report: ReportFacts, time: Moment): Group {
    const { task, blame, cause } = report;
    let byTask = this.#lastFound.get(blame ?? NO_BLAME);
    if (!byTask) this.#lastFound.set(blame ?? NO_BLAME, (byTask = new Map<string | undefined, Group>()));
    const found = byTask.get(task?.name);
    if (found?.identity.cause === cause) return found;
    const identity = identityOf(report);
    const key = culpritKey(identity);
    const group = this.#groups.get(key) ?? new Group(identity, report, time);
    this.#groups.set(key, group);
    byTask.set(task?.name, group);
    return group;
  }

  summary(): Summary {
    const groups = [...this.#groups.values()].sort((a, b) => b.stolenMs - a.stolenMs);
    const [from, to] = [this.#from, this.#to];
    return {
      reports: this.#reports,
      stolenMs: groups.reduce((total, group) => total + group.stolenMs, 0),
      from: from?.text ?? null,
      to: to?.text ?? null,
      culprits: groups.map((group) => group.culprit(from?.ms ?? 0, to?.ms ?? 0)),
    };
  }
}
