import { parseQuery, queryText, type Query } from "../src/reports/view/query.js";

/** What the page shows, as its address says it after the `#`: links work, and so does going back. */
export interface Address {
  readonly query: Query;
  /** Id of the report that is open. */
  readonly report: string | null;
}

export function readAddress(): Address {
  const parameters = new URLSearchParams(location.hash.slice(1));
  return { query: parseQuery(parameters), report: parameters.get("report") };
}

export function hashOf(query: Query, report: string | null = null): string {
  const parameters = new URLSearchParams(queryText(query));
  if (report !== null) parameters.set("report", report);
  return `#${parameters.toString()}`;
}
