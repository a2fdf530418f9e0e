import { paint } from "../colour.js";
import { summariseStream, type Culprit, type Summary } from "../../reports/summarise.js";
import { sparkline } from "../../reports/trend.js";
import type { ExitCode } from "../exit-code.js";
import { print } from "./print.js";
import { printableJson } from "./printable.js";
import { withReports, type ReportsOptions } from "./source.js";
import { unseenCulprits, unseenText, type Unseen } from "./unseen.js";
import { limitOf, table, type Column } from "./table.js";
import { counted, culpritName, duration, moment, place, taskName } from "./words.js";

const columns: readonly Column[] = [
  { title: "stolen", align: "right" },
  { title: "task" },
  { title: "where" },
  { title: "by" },
  { title: "count", align: "right" },
  { title: "p50", align: "right" },
  { title: "p99", align: "right" },
  { title: "worst", align: "right" },
  { title: "delayed", align: "right" },
  { title: "trend" },
];

/** The options of `loopward reports summary`. */
export type SummaryOptions = ReportsOptions & { readonly limit?: number };

/** `loopward reports summary`: who stole the loop's time, most first; as JSON one `Summary`, with what the linter does not see. */
export async function showSummary(options: SummaryOptions): Promise<ExitCode> {
  return withReports(options, async (source) => {
    const summary = await summariseStream(source.facts());
    const unseen = await unseenCulprits(summary, source);
    const culprits = summary.culprits.slice(0, limitOf(options));
    if (options.format === "json") await print(printableJson({ ...summary, culprits, unseen }));
    else if (summary.reports > 0) await print(text(summary, culprits, unseen));
    return source.finish();
  });
}

function text(summary: Summary, culprits: readonly Culprit[], unseen: readonly Unseen[] | null): string {
  const rows = culprits.map((culprit) => [
    duration(culprit.stolenMs),
    taskName(culprit.task),
    place(culprit.file !== null && culprit.line !== null ? { file: culprit.file, line: culprit.line } : null),
    culpritName(culprit),
    String(culprit.count),
    duration(culprit.p50Ms),
    duration(culprit.p99Ms),
    duration(culprit.worstMs),
    String(culprit.delayedRuns),
    sparkline(culprit.trendMs),
  ]);
  const period = summary.from && summary.to ? `${moment(summary.from)} to ${moment(summary.to)}` : "";
  const total = `${counted(summary.reports, "report")}, ${duration(summary.stolenMs)} stolen`;
  const more = summary.culprits.length - culprits.length;
  const cut = more > 0 ? `\n… and ${more} that stole less (--limit 0 shows all)` : "";
  return `${paint.bold(total)} ${paint.dim(period)}\n\n${table(columns, rows)}${cut}${unseenText(unseen)}`;
}
