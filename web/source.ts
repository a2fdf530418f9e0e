import { overviewOf, pageOf } from "../src/reports/view/overview.js";
import { queryText, type Query, type Row } from "../src/reports/view/query.js";
import type { Overview, ReadState, ReportDetail, ReportPage, Snapshot } from "../src/reports/view/types.js";

/** Where the page has its reports from. */
export interface Source {
  overview(query: Query): Promise<Overview>;
  reports(query: Query, offset: number): Promise<ReportPage>;
  /** Null: there is none of this id. */
  report(id: string): Promise<ReportDetail | null>;
  /** Calls back now and at every change; null while the server does not answer. */
  watch(told: (state: ReadState | null) => void): void;
}

const ASK_AGAIN_MS = 10_000;

/** The server that sent the page. */
export const server: Source = {
  overview: (query) => get<Overview>(`api/overview?${queryText(query)}`),
  reports: (query, offset) => get<ReportPage>(`api/reports?${queryText(query)}&offset=${offset}`),
  async report(id) {
    const response = await fetch(`api/reports/${encodeURIComponent(id)}`);
    return response.ok ? ((await response.json()) as ReportDetail) : null;
  },
  watch(told) {
    const events = new EventSource("api/events");
    events.onmessage = ({ data }) => told(JSON.parse(String(data)) as ReadState);
    events.onerror = () => {
      told(null);
      // Turned away, as where too many pages listen: the browser asks no more by itself.
      if (events.readyState === EventSource.CLOSED) setTimeout(() => server.watch(told), ASK_AGAIN_MS);
    };
  },
};

/** What the page itself holds. */
export function snapshotSource({ total, overview, reports }: Snapshot): Source {
  const rows: Row[] = reports.map(({ report }) => ({ ms: Date.parse(report.time), facts: report }));
  const byId = new Map(reports.map((detail) => [detail.report.id, detail]));
  return {
    overview: (query) =>
      Promise.resolve(queryText(query) === "" ? overview : overviewOf(rows, query, Date.now())),
    reports: (query, offset) => Promise.resolve(pageOf(rows, query, offset, Date.now())),
    report: (id) => Promise.resolve(byId.get(id) ?? null),
    watch(told) {
      told({
        version: 1,
        reading: false,
        total: rows.length,
        unreadableLines: 0,
        cut: false,
        of: total,
        trouble: null,
      });
    },
  };
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}
