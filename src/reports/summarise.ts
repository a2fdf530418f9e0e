import type { Cause } from "../findings/cause.js";
import type { ReportFacts } from "./facts.js";
import { percentiles, type Stalls } from "./percentile.js";
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

/** The same for reports that come one by one; what is kept of each is a few numbers. */
export async function summariseStream(reports: AsyncIterable<ReportFacts>): Promise<Summary> {
  const summariser = new Summariser();
  for await (const report of reports) summariser.add(report);
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

class Group {
  readonly #identity: Identity;
  readonly #stalls: Stalls[] = [];
  readonly #trend = new Trend();
  stolenMs = 0;
  #delayedRuns = 0;
  #worst: ReportFacts;
  #first: Moment;
  #last: Moment;

  constructor(identity: Identity, report: ReportFacts, time: Moment) {
    this.#identity = identity;
    this.#worst = report;
    this.#first = time;
    this.#last = time;
  }

  add(report: ReportFacts, time: Moment): void {
    const stolen = stolenMs(report);
    this.#stalls.push(...stallsIn(report));
    this.#trend.add(time.ms, stolen);
    this.stolenMs += stolen;
    this.#delayedRuns += report.impact.delayedRuns;
    if (time.ms < this.#first.ms) this.#first = time;
    if (time.ms > this.#last.ms) this.#last = time;
    if (report.durationMs > this.#worst.durationMs) this.#worst = report;
  }

  culprit(fromMs: number, toMs: number): Culprit {
    const { blame, advice, durationMs, id } = this.#worst;
    const [p50Ms = 0, p99Ms = 0] = percentiles(this.#stalls, [0.5, 0.99]);
    return {
      ...this.#identity,
      column: blame?.column ?? null,
      function: blame?.function ?? null,
      code: blame?.code ?? "",
      count: this.#stalls.reduce((total, { count }) => total + count, 0),
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
  #reports = 0;
  #from: Moment | null = null;
  #to: Moment | null = null;

  /** @param ms when the stall began, where that is known already */
  add(report: ReportFacts, ms = Date.parse(report.time)): void {
    const identity = identityOf(report);
    const time = { text: report.time, ms };
    const key = culpritKey(identity);
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = new Group(identity, report, time)));
    group.add(report, time);
    this.#reports += 1;
    if (this.#from === null || time.ms < this.#from.ms) this.#from = time;
    if (this.#to === null || time.ms > this.#to.ms) this.#to = time;
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

/** The stalls that a report tells: where several are folded, the longest, and the others as long as their mean. */
function stallsIn({ durationMs, folded }: ReportFacts): Stalls[] {
  const longest = { ms: durationMs, count: 1 };
  if (!folded || folded.count < 2) return [longest];
  const others = folded.count - 1;
  return [{ ms: Math.max(0, folded.totalMs - durationMs) / others, count: others }, longest];
}
