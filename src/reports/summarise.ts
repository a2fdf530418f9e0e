import type { Cause } from "../findings/cause.js";
import type { Report } from "../findings/report.js";

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
export function summarise(reports: readonly Report[]): Summary {
  const groups = new Map<string, [Report, ...Report[]]>();
  for (const report of reports) {
    const { task, blame, cause } = report;
    const key = JSON.stringify([task?.name, blame?.file, blame?.line, blame?.api, cause]);
    const group = groups.get(key);
    if (group) group.push(report);
    else groups.set(key, [report]);
  }
  const culprits = [...groups.values()].map(culprit);
  const times = reports.map(({ time }) => time).sort(byTime);
  return {
    reports: reports.length,
    stolenMs: sum(reports.map(stolenMs)),
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
    culprits: culprits.sort((a, b) => b.stolenMs - a.stolenMs),
  };
}

function culprit(group: readonly [Report, ...Report[]]): Culprit {
  const [{ task, blame, cause }] = group;
  const stalls = group.flatMap(stallsIn);
  const worst = group.reduce((a, b) => (b.durationMs > a.durationMs ? b : a));
  const last = group
    .map(({ time }) => time)
    .sort(byTime)
    .at(-1);
  return {
    task: task?.name ?? null,
    file: blame?.file ?? null,
    line: blame?.line ?? null,
    api: blame?.api ?? null,
    cause,
    count: sum(stalls.map(({ count }) => count)),
    stolenMs: sum(group.map(stolenMs)),
    p50Ms: percentile(stalls, 0.5),
    p99Ms: percentile(stalls, 0.99),
    worstMs: worst.durationMs,
    delayedRuns: sum(group.map(({ impact }) => impact.delayedRuns)),
    worstId: worst.id,
    lastTime: last ?? worst.time,
  };
}

interface Stalls {
  readonly ms: number;
  readonly count: number;
}

/** The stalls that a report tells: where several are folded, the longest, and the others as long as their mean. */
function stallsIn({ durationMs, folded }: Report): Stalls[] {
  const longest = { ms: durationMs, count: 1 };
  if (!folded || folded.count < 2) return [longest];
  const others = folded.count - 1;
  return [{ ms: Math.max(0, folded.totalMs - durationMs) / others, count: others }, longest];
}

function stolenMs({ durationMs, folded }: Report): number {
  return folded?.totalMs ?? durationMs;
}

/** Nearest rank: a value that was measured, unless it was folded. */
function percentile(stalls: readonly Stalls[], share: number): number {
  const ascending = [...stalls].sort((a, b) => a.ms - b.ms);
  const rank = Math.ceil(sum(stalls.map(({ count }) => count)) * share);
  let passed = 0;
  return ascending.find(({ count }) => (passed += count) >= rank)?.ms ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function byTime(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b);
}
