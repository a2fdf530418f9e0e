import type { Report } from "../../findings/report.js";
import type { ReportFacts } from "../facts.js";
import type { Culprit } from "../summarise.js";

/** How far reading has come. Changes with every report. */
export interface ReadState {
  /** Counts changes. */
  readonly version: number;
  /** The folder is being read for the first time: there is more to come. */
  readonly reading: boolean;
  readonly total: number;
  /** Lines that are no report. */
  readonly unreadableLines: number;
  /** Older reports than these were left out. */
  readonly cut: boolean;
  /** Of how many reports the overview is where nothing is filtered; absent: of `total`. */
  readonly of?: number;
  /** Why reading stopped; null while all is well. */
  readonly trouble: string | null;
}

/** What one task cost. */
export interface TaskTotal {
  /** Null: no task is blamed. */
  readonly task: string | null;
  readonly count: number;
  readonly stolenMs: number;
  readonly worstMs: number;
  readonly worstId: string;
  readonly delayedRuns: number;
  readonly lines: number;
}

/** What happened in one part of a period. */
export interface Bucket {
  /** When it begins, in ms since 1970. */
  readonly atMs: number;
  readonly count: number;
  readonly stolenMs: number;
  readonly worstMs: number;
  readonly worstId: string;
  readonly delayedRuns: number;
}

/** Stalls over time, in parts of equal length; those in which nothing happened are left out. */
export interface Timeline {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly buckets: readonly Bucket[];
}

/** A value to filter by, and how many reports have it. */
export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** What can be filtered by, the most frequent first. */
export interface Facets {
  readonly task: readonly Facet[];
  readonly cause: readonly Facet[];
  readonly api: readonly Facet[];
  readonly host: readonly Facet[];
}

/** All that a page shows above its list. */
export interface Overview {
  readonly reports: number;
  readonly stolenMs: number;
  readonly worstMs: number;
  readonly delayedRuns: number;
  /** The first of them, by stolen time. */
  readonly culprits: readonly Culprit[];
  /** How many there are in all. */
  readonly culpritCount: number;
  readonly tasks: readonly TaskTotal[];
  readonly timeline: Timeline;
  readonly facets: Facets;
}

/** A part of the list, newest first. */
export interface ReportPage {
  readonly total: number;
  readonly offset: number;
  readonly reports: readonly ReportFacts[];
}

/** The code around a blamed line. */
export interface CodeFrame {
  /** Number of the first of `lines`. */
  readonly first: number;
  readonly lines: readonly string[];
  /** The line reads otherwise now: what it was, as the report kept it. */
  readonly was: string | null;
}

/** One report with all it says. */
export interface ReportDetail {
  readonly report: Report;
  /** Null where no line is blamed or nothing is known of it. */
  readonly code: CodeFrame | null;
  /** Something was too large to be shown whole. */
  readonly trimmed: boolean;
}

/** What a page holds that needs no server. */
export interface Snapshot {
  /** Every report that was to be shown; more than `reports` where some were left out. */
  readonly total: number;
  /** Of all of them. */
  readonly overview: Overview;
  /** The newest, and the worst of each line that is ranked; newest first. */
  readonly reports: readonly ReportDetail[];
}
