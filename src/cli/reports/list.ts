import type { ReportFacts } from "../../reports/facts.js";
import type { ExitCode } from "../exit-code.js";
import type { ExportFormatName } from "../../reports/export/formats.js";
import { shortIds } from "./ids.js";
import { newest } from "../../reports/newest.js";
import { print } from "./print.js";
import { printable, printableJson } from "./printable.js";
import { withReports, type CommonOptions } from "./source.js";
import { limitOf, table, type Column } from "./table.js";
import { culpritName, duration, moment, place, taskName } from "./words.js";

const columns: readonly Column[] = [
  { title: "time" },
  { title: "id" },
  { title: "task" },
  { title: "blocked", align: "right" },
  { title: "where" },
  { title: "by" },
  { title: "delayed", align: "right" },
  { title: "action" },
];

/** The options of `loopward reports list`. */
export type ListOptions = CommonOptions & {
  readonly format: "text" | ExportFormatName;
  readonly limit?: number;
};

/** `loopward reports list`: a table, or one JSON array, newest first; other formats are those of `export`. */
export async function listReports(options: ListOptions): Promise<ExitCode> {
  const { format } = options;
  if (format !== "text" && format !== "json")
    return (await import("./export.js")).exportReports(undefined, { ...options, format });
  const limit = limitOf(options);
  return withReports(options, async (source) => {
    if (format === "json") await print(printableJson(await source.newest(limit)));
    else {
      const { reports, total } = await newest(source.facts(), limit);
      if (reports.length > 0) await print(text(reports, total));
    }
    return source.finish();
  });
}

function text(reports: readonly ReportFacts[], total: number): string {
  const ids = shortIds(reports);
  const rows = reports.map((report, index) => [
    moment(report.time),
    printable(ids[index] ?? report.id),
    taskName(report.task?.name),
    blocked(report),
    place(report.blame),
    culpritName({ api: report.blame?.api ?? null, cause: report.cause }),
    String(report.impact.delayedRuns),
    report.action,
  ]);
  const more = total - reports.length;
  return table(columns, rows) + (more > 0 ? `\n… and ${more} older (--limit 0 lists all)` : "");
}

/** `812 ms`, `812 ms…` while it lasts, `812 ms ×37` where the longest stands for many. */
function blocked({ durationMs, ongoing, folded }: ReportFacts): string {
  return duration(durationMs) + (ongoing ? "…" : "") + (folded ? ` ×${folded.count}` : "");
}
