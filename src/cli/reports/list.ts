import { fail } from "../../findings/errors.js";
import type { Report } from "../../findings/report.js";
import { shortIds } from "./ids.js";
import { print } from "./print.js";
import { printable, printableJson } from "./printable.js";
import { loadReports, type ReportsOptions } from "./source.js";
import { table, type Column } from "./table.js";
import { culpritName, duration, moment, place, taskName } from "./words.js";

/** More lines than a person reads; `--limit` says otherwise. JSON is for programs and has no such limit. */
const TEXT_LIMIT = 100;

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
export type ListOptions = ReportsOptions & { readonly limit?: string };

/** `loopward reports list`: a table, or one JSON array, newest first. */
export async function listReports(options: ListOptions): Promise<void> {
  const limit = parseLimit(options.limit) ?? (options.format === "text" ? TEXT_LIMIT : Infinity);
  const { reports } = await loadReports(options);
  const newest = reports.toReversed().slice(0, limit);
  if (options.format === "json") await print(printableJson(newest));
  else if (newest.length > 0) await print(text(newest, reports.length));
}

function text(newest: readonly Report[], total: number): string {
  const ids = shortIds(newest);
  const rows = newest.map((report, index) => [
    moment(report.time),
    printable(ids[index] ?? report.id),
    taskName(report.task?.name),
    blocked(report),
    place(report.blame),
    culpritName({ api: report.blame?.api ?? null, cause: report.cause }),
    String(report.impact.delayedRuns),
    report.action,
  ]);
  const more = total - newest.length;
  return table(columns, rows) + (more > 0 ? `\n… and ${more} older (--limit 0 lists all)` : "");
}

/** `812 ms`, `812 ms…` while it lasts, `812 ms ×37` where the longest stands for many. */
function blocked({ durationMs, ongoing, folded }: Report): string {
  return duration(durationMs) + (ongoing ? "…" : "") + (folded ? ` ×${folded.count}` : "");
}

function parseLimit(limit: string | undefined): number | undefined {
  if (limit === undefined) return undefined;
  if (!/^\d+$/.test(limit)) throw fail("LOOPWARD_BAD_OPTION", ["--limit", "give a whole number, 0 for all"]);
  return Number(limit) || Infinity;
}
