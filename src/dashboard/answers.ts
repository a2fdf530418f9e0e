import { facetsOf } from "../reports/view/facets.js";
import { overviewOf, pageOf } from "../reports/view/overview.js";
import { queryText, type Query } from "../reports/view/query.js";
import type { Facets } from "../reports/view/types.js";
import type { LiveReports } from "./live.js";

/** As many different questions as pages that are open at once ask; the one that was not asked for longest is forgotten. */
const MAX_KEPT = 64;
/** `the last hour` is another one later. */
const RELATIVE_FOR_MS = 5_000;

type Asked = Pick<LiveReports, "rows" | "state" | "costs">;

interface Answer {
  readonly version: number;
  readonly atMs: number;
  readonly json: string;
}

/** What pages ask, worked out once for all of them until there is something new. */
export class Answers {
  readonly #live: Asked;
  readonly #kept = new Map<string, Answer>();
  #facets: { readonly version: number; readonly facets: Facets } | null = null;

  constructor(live: Asked) {
    this.#live = live;
  }

  /** JSON of an `Overview`. */
  overview(query: Query): string {
    return this.#answer(`overview ${queryText(query)}`, query, (nowMs) =>
      overviewOf(this.#live.rows, query, nowMs, this.#allFacets()),
    );
  }

  /** JSON of a `ReportPage`. */
  page(query: Query, offset: number): string {
    return this.#answer(`page ${offset} ${queryText(query)}`, query, (nowMs) =>
      pageOf(this.#live.rows, query, offset, nowMs),
    );
  }

  #answer(key: string, { since, until }: Query, make: (nowMs: number) => unknown): string {
    const { version } = this.#live.state;
    const nowMs = Date.now();
    const kept = this.#kept.get(key);
    const ageMs = nowMs - (kept?.atMs ?? 0);
    const isRelative = since !== undefined || until !== undefined;
    const isFresh = kept?.version === version && (!isRelative || ageMs < RELATIVE_FOR_MS);
    const startMs = performance.now();
    const answer = isFresh ? kept : { version, atMs: nowMs, json: JSON.stringify(make(nowMs)) };
    if (!isFresh) this.#live.costs(performance.now() - startMs);
    // The last in the map is the one that was asked last.
    this.#kept.delete(key);
    this.#kept.set(key, answer);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    return answer.json;
  }

  #allFacets(): Facets {
    const { version } = this.#live.state;
    if (this.#facets?.version !== version) this.#facets = { version, facets: facetsOf(this.#live.rows) };
    return this.#facets.facets;
  }
}
