import type { Cause } from "../../findings/cause.js";
import type { Report } from "../../findings/report.js";
import type { ReportFilter } from "../../reports/filter.js";
import { exceeded, type Budget } from "../../reports/budget.js";
import type { Change } from "../../reports/diff.js";
import type { ReportFacts } from "../../reports/facts.js";
import { wholeReports } from "../../reports/find.js";
import { newest } from "../../reports/newest.js";
import { reportsWithIds, streamFacts, streamReports, type ReportBatches } from "../../reports/read.js";
import { parseSince } from "../../reports/since.js";
import { Summariser, type Summary } from "../../reports/summarise.js";
import type { ExitCode } from "../exit-code.js";
import { findReport } from "./ids.js";
import { withLog, type LogOptions, type OpenedLog } from "./log.js";
import { say } from "./say.js";
import { counted } from "./words.js";

/** The options that say which reports, as commander parses them. */
export interface CommonOptions extends LogOptions {
  readonly task?: string;
  readonly cause?: Cause;
  readonly api?: string;
  readonly host?: string;
  readonly since?: string;
  readonly until?: string;
  readonly failOn?: Budget;
}

/** The options of the commands that people read, or programs. */
export interface ReportsOptions extends CommonOptions {
  readonly format: "text" | "json";
}

/** What a command works on. */
export interface ReportsSource extends OpenedLog {
  readonly filter: ReportFilter;
  /** The last written first. */
  stream(): ReportBatches<Report>;
  /** The same without stacks, several times as fast. */
  facts(): ReportBatches<ReportFacts>;
  /** The newest, whole, in little more than the time that their facts take. */
  newest(limit: number): Promise<readonly Report[]>;
  /** The whole reports of which these are the facts, in their order. */
  readonly whole: (facts: Iterable<ReportFacts>) => Promise<readonly Report[]>;
  /** The report with this id, or the only one whose id begins so. @throws LoopwardError `LOOPWARD_REPORT_NOT_FOUND` */
  one(id: string): Promise<Report>;
  /**
   * Says on stderr what stood in the way of a full answer (lines that could not be read, or that there was nothing) and which
   * conditions of `--fail-on` hold for what was read; returns what to exit with.
   */
  finish(): ExitCode;
}

/**
 * Lets `use` read the reports that the options ask for.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`, `LOOPWARD_STATE_DIR`, `LOOPWARD_BROKER_…`, and what `use` throws
 */
export function withReports<Result>(
  options: CommonOptions,
  use: (source: ReportsSource) => Promise<Result>,
): Promise<Result> {
  const filter = filterOf(options);
  return withLog(options, (opened) => use(sourceOf(opened, filter, options.failOn)));
}

function sourceOf({ root, log }: OpenedLog, filter: ReportFilter, failOn: Budget | undefined): ReportsSource {
  let unreadableLines = 0;
  let found = 0;
  const summariser = failOn && new Summariser();
  const onUnreadable = () => (unreadableLines += 1);
  async function* counting<R extends ReportFacts>(reports: ReportBatches<R>): AsyncGenerator<readonly R[]> {
    for await (const batch of reports) {
      found += batch.length;
      if (summariser) for (const report of batch) summariser.add(report);
      yield batch;
    }
  }
  const stream = () => counting(streamReports(log, filter, onUnreadable));
  const facts = () => counting(streamFacts(log, filter, onUnreadable));
  const whole = async (some: Iterable<ReportFacts>) => {
    const asked = [...some];
    const reports = await wholeReports(log, asked, filter);
    // Their facts could be read, and their stacks could not.
    unreadableLines += asked.length - reports.length;
    return reports;
  };
  return {
    root,
    log,
    filter,
    stream,
    facts,
    whole,
    async newest(limit) {
      return limit === Infinity
        ? (await newest(stream(), limit)).reports
        : whole((await newest(facts(), limit)).reports);
    },
    async one(id) {
      const begin: Report[] = [];
      const isWanted = (its: string) => its.startsWith(id);
      for await (const batch of counting(reportsWithIds(log, isWanted, filter)))
        begin.push(...batch.filter((report) => isWanted(report.id)));
      return findReport(begin, id);
    },
    finish() {
      if (unreadableLines > 0)
        say(`Skipped in ${log.label}: ${counted(unreadableLines, "line")} that cannot be read.`);
      if (found === 0) say(emptySentence(log.label, filter));
      return failOn && summariser ? gate(failOn, summariser.summary(), null) : 0;
    },
  };
}

/** @throws LoopwardError `LOOPWARD_BAD_OPTION` */
export function filterOf({ since, until, task, cause, api, host }: CommonOptions): ReportFilter {
  return {
    task,
    cause,
    api,
    host,
    since: since === undefined ? undefined : parseSince(since),
    until: until === undefined ? undefined : parseSince(until, Date.now(), "--until"),
  };
}

function emptySentence(place: string, filter: ReportFilter): string {
  if (Object.values(filter).some((value) => value !== undefined)) return `No reports match in ${place}.`;
  return `No reports in ${place}: no event loop was blocked, or no worker ran with --guard.`;
}

/** Says which conditions of `--fail-on` hold, and returns what to exit with. */
export function gate(budget: Budget, summary: Summary, changes: readonly Change[] | null): ExitCode {
  const sentences = exceeded(budget, summary, changes);
  for (const sentence of sentences) say(sentence);
  return sentences.length > 0 ? 1 : 0;
}
