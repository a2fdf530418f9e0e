import { causes, type Cause } from "../../findings/cause.js";
import type { ReportFacts } from "../facts.js";
import { matches, type ReportFilter } from "../filter.js";
import { parseSince } from "../since.js";

/** Which reports a page shows, as its address says it; what is not said lets all through. */
export interface Query {
  readonly task?: string | undefined;
  readonly cause?: Cause | undefined;
  readonly api?: string | undefined;
  /** A process, a machine or both: `web-1:4711` */
  readonly host?: string | undefined;
  /** `src/render.ts:12` */
  readonly place?: string | undefined;
  /** As for `--since`: a time ago or an ISO date. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** A report, and when its stall began as a number. */
export interface Row {
  ms: number;
  facts: ReportFacts;
}

/** A period, in ms since 1970; null where it has no such end. */
export interface Period {
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
}

/** Reads an address. What makes no sense there is left out: an address is typed and cut by people. */
export function parseQuery(parameters: URLSearchParams): Query {
  const cause = parameters.get("cause") ?? "";
  return {
    task: parameters.get("task") ?? undefined,
    cause: Object.hasOwn(causes, cause) ? (cause as Cause) : undefined,
    api: parameters.get("api") ?? undefined,
    host: parameters.get("host") ?? undefined,
    place: parameters.get("place") ?? undefined,
    since: moment(parameters.get("since")),
    until: moment(parameters.get("until")),
  };
}

/** The address of a query; the same query always gives the same text. */
export function queryText(query: Query): string {
  const { task, cause, api, host, place, since, until } = query;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ task, cause, api, host, place, since, until }))
    if (value !== undefined) parameters.set(name, value);
  return parameters.toString();
}

/** What a query's times mean at a moment. */
export function periodOf({ since, until }: Query, nowMs: number): Period {
  return {
    sinceMs: since === undefined ? null : parseSince(since, nowMs).getTime(),
    untilMs: until === undefined ? null : parseSince(until, nowMs).getTime(),
  };
}

/** The rows that a query asks for, in their order. */
export function select(rows: readonly Row[], query: Query, nowMs: number): readonly Row[] {
  const { sinceMs, untilMs } = periodOf(query, nowMs);
  const { task, cause, api, host, place } = query;
  const filter: ReportFilter = { task, cause, api, host };
  return rows.filter(
    ({ ms, facts }) =>
      (sinceMs === null || ms >= sinceMs) &&
      (untilMs === null || ms < untilMs) &&
      (place === undefined || placeOf(facts) === place) &&
      matches(facts, filter),
  );
}

/** `src/render.ts:12`; null where no line is blamed. */
export function placeOf({ blame }: Pick<ReportFacts, "blame">): string | null {
  return blame && `${blame.file}:${blame.line}`;
}

function moment(text: string | null): string | undefined {
  if (text === null) return undefined;
  try {
    parseSince(text, 0);
    return text;
  } catch {
    return undefined;
  }
}
