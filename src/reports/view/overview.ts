import { Summariser, type Culprit } from "../summarise.js";
import { select, type Query, type Row } from "./query.js";
import { timelineOf } from "./timeline.js";
import { facetsOf } from "./facets.js";
import type { Overview, ReportPage, TaskTotal } from "./types.js";

/** More lines than anyone mends. */
const MAX_RANKED = 100;
/** Reports on one page of the list. */
export const PAGE_SIZE = 50;

/**
 * Everything a page shows of the reports that a query asks for.
 * @param facets what all rows can be filtered by: the same for all queries
 */
export function overviewOf(
  rows: readonly Row[],
  query: Query,
  nowMs: number,
  facets = facetsOf(rows),
): Overview {
  const selected = select(rows, query, nowMs);
  const summariser = new Summariser();
  for (const { facts, ms } of selected) summariser.add(facts, ms);
  const { reports, stolenMs, culprits } = summariser.summary();
  return {
    reports,
    stolenMs,
    worstMs: culprits.reduce((worst, culprit) => Math.max(worst, culprit.worstMs), 0),
    delayedRuns: culprits.reduce((total, culprit) => total + culprit.delayedRuns, 0),
    culprits: culprits.slice(0, MAX_RANKED),
    culpritCount: culprits.length,
    tasks: byTask(culprits).slice(0, MAX_RANKED),
    timeline: timelineOf(selected, query, nowMs),
    facets,
  };
}

/** A part of the list of what a query asks for. */
export function pageOf(rows: readonly Row[], query: Query, offset: number, nowMs: number): ReportPage {
  const selected = select(rows, query, nowMs);
  const reports = selected.slice(offset, offset + PAGE_SIZE).map(({ facts }) => facts);
  return { total: selected.length, offset, reports };
}

function byTask(culprits: readonly Culprit[]): TaskTotal[] {
  const totals = new Map<string | null, TaskTotal>();
  for (const culprit of culprits) {
    const { task, count, stolenMs, worstMs, worstId, delayedRuns } = culprit;
    const total = totals.get(task);
    const worst = total && total.worstMs >= worstMs ? total : { worstMs, worstId };
    totals.set(task, {
      task,
      count: (total?.count ?? 0) + count,
      stolenMs: (total?.stolenMs ?? 0) + stolenMs,
      worstMs: worst.worstMs,
      worstId: worst.worstId,
      delayedRuns: (total?.delayedRuns ?? 0) + delayedRuns,
      lines: (total?.lines ?? 0) + (culprit.file === null ? 0 : 1),
    });
  }
  return [...totals.values()].sort((a, b) => b.stolenMs - a.stolenMs);
}
