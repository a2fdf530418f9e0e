import { stringify } from "csv-stringify/sync";
import type { ReportFacts } from "../facts.js";
import type { ExportFormat } from "./format.js";

const columns = {
  id: ({ id }) => id,
  time: ({ time }) => time,
  kind: ({ kind }) => kind,
  cause: ({ cause }) => cause,
  durationMs: ({ durationMs }) => durationMs,
  count: ({ folded }) => folded?.count ?? 1,
  totalMs: ({ durationMs, folded }) => folded?.totalMs ?? durationMs,
  ongoing: ({ ongoing }) => String(ongoing),
  task: ({ task }) => task?.name ?? "",
  runId: ({ task }) => task?.runId ?? "",
  queue: ({ task }) => task?.queue ?? "",
  attempt: ({ task }) => task?.attempt ?? "",
  file: ({ blame }) => blame?.file ?? "",
  line: ({ blame }) => blame?.line ?? "",
  function: ({ blame }) => blame?.function ?? "",
  api: ({ blame }) => blame?.api ?? "",
  confidence: ({ blame }) => blame?.confidence ?? "",
  delayedRuns: ({ impact }) => impact.delayedRuns,
  action: ({ action }) => action,
  pid: ({ host }) => host.pid,
  node: ({ host }) => host.node,
  machine: ({ host }) => host.name ?? "",
  advice: ({ advice }) => advice,
} satisfies Record<string, (report: ReportFacts) => string | number>;

/** A table for spreadsheets, one row a report; stacks stay out. */
export const csv: ExportFormat = {
  stacks: false,
  mediaType: "text/csv",
  async *write(reports) {
    yield rows([Object.keys(columns)]);
    const values = Object.values(columns);
    for await (const batch of reports)
      yield rows(batch.map((report) => values.map((value) => value(report))));
  },
};

function rows(cells: (string | number)[][]): string {
  // A spreadsheet would run a cell that begins with `=`.
  return stringify(cells, { escape_formulas: true });
}
