import type { Cause } from "../findings/cause.js";
import type { Report } from "../findings/report.js";
import { percentile, type Stalls } from "./percentile.js";
import { Trend } from "./trend.js";

/** What one culprit cost: all reports with the same task, place, API and cause. */
export interface Culprit {
  readonly task: string | null;
  readonly file: string | null;
  readonly line: number | null;
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
  /** ISO 8601, of the last report. */
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
export function summarise(reports: Iterable<Report>): Summary {
  const summariser = new Summariser();
  for (const report of reports) summariser.add(report);
  return summariser.summary();
}

/** The same for reports that come one by one; what is kept of each is a few numbers. */
export async function summariseStream(reports: AsyncIterable<Report>): Promise<Summary> {
  const summariser = new Summariser();
  for await (const report of reports) summariser.add(report);
  return summariser.summary();
}

/** The loop's time that the stalls of a report took in all. */
export function stolenMs({ durationMs, folded }: Report): number {
  return folded?.totalMs ?? durationMs;
}

/** Reports of one culprit have this in common. */
export function culpritKey({
  task,
  file,
  line,
  api,
  cause,
}: Pick<Culprit, "task" | "file" | "line" | "api" | "cause">): string {
  return JSON.stringify([task, file, line, api, cause]);
}

type Identity = Pick<Culprit, "task" | "file" | "line" | "api" | "cause">;

class Group {
  readonly #identity: Identity;
  readonly #stalls: Stalls[] = [];
  readonly #trend = new Trend();
  stolenMs = 0;
  #delayedRuns = 0;
  #worst: Report;
  #last: Report;

  constructor(identity: Identity, first: Report) {
    this.#identity = identity;
    this.#worst = first;
    this.#last = first;
  }

  add(report: Report): void {
    const stolen = stolenMs(report);
    this.#stalls.push(...stallsIn(report));
    this.#trend.add(Date.parse(report.time), stolen);
    this.stolenMs += stolen;
    this.#delayedRuns += report.impact.delayedRuns;
    if (report.durationMs > this.#worst.durationMs) this.#worst = report;
    if (isLater(report.time, this.#last.time)) this.#last = report;
  }

  culprit(fromMs: number, toMs: number): Culprit {
    return {
      ...this.#identity,
      count: this.#stalls.reduce((total, { count }) => total + count, 0),
      stolenMs: this.stolenMs,
      p50Ms: percentile(this.#stalls, 0.5),
      p99Ms: percentile(this.#stalls, 0.99),
      worstMs: this.#worst.durationMs,
      delayedRuns: this.#delayedRuns,
      trendMs: this.#trend.between(fromMs, toMs),
      worstId: this.#worst.id,
      lastTime: this.#last.time,
    };
  }
}

class Summariser {
  readonly #groups = new Map<string, Group>();
  #reports = 0;
  #from: string | null = null;
  #to: string | null = null;

  add(report: Report): void {
    const { task, blame, cause, time } = report;
    const identity: Identity = {
      task: task?.name ?? null,
      file: blame?.file ?? null,
      line: blame?.line ?? null,
      api: blame?.api ?? null,
      cause,
    };
    const key = culpritKey(identity);
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = new Group(identity, report)));
    group.add(report);
    this.#reports += 1;
    if (this.#from === null || isLater(this.#from, time)) this.#from = time;
    if (this.#to === null || isLater(time, this.#to)) this.#to = time;
  }

  summary(): Summary {
    const groups = [...this.#groups.values()].sort((a, b) => b.stolenMs - a.stolenMs);
    const [fromMs, toMs] = [Date.parse(this.#from ?? ""), Date.parse(this.#to ?? "")];
    return {
      reports: this.#reports,
      stolenMs: groups.reduce((total, group) => total + group.stolenMs, 0),
      from: this.#from,
      to: this.#to,
      culprits: groups.map((group) => group.culprit(fromMs, toMs)),
    };
  }
}

/** The stalls that a report tells: where several are folded, the longest, and the others as long as their mean. */
function stallsIn({ durationMs, folded }: Report): Stalls[] {
  const longest = { ms: durationMs, count: 1 };
  if (!folded || folded.count < 2) return [longest];
  const others = folded.count - 1;
  return [{ ms: Math.max(0, folded.totalMs - durationMs) / others, count: others }, longest];
}

function isLater(a: string, b: string): boolean {
  return Date.parse(a) > Date.parse(b);
}
