import { newest } from "../../reports/newest.js";
import { wholeReports } from "../../reports/find.js";
import { reportsIn, streamFacts } from "../../reports/read.js";
import type { Report } from "../../findings/report.js";
import type { ReportLog } from "../../reports/report-log.js";
import { paint } from "../colour.js";
import { print } from "./print.js";
import { printable, printableText } from "./printable.js";
import { withLog } from "./log.js";
import { say } from "./say.js";
import { filterOf, type ReportsOptions } from "./source.js";
import { stopSignal } from "./stop-signal.js";
import { counted, culpritName, duration, moment, place, taskName } from "./words.js";

/** The options of `loopward reports tail`. */
export type TailOptions = ReportsOptions & { readonly limit: number };

/**
 * `loopward reports tail`: the last reports, then each new one as it is written, until it is told to stop.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`, `LOOPWARD_STATE_DIR`
 */
export async function tailReports(options: TailOptions): Promise<void> {
  const stop = stopSignal();
  await withLog(options, ({ log }) => tail(log, options, stop));
}

async function tail(log: ReportLog, options: TailOptions, stop: AbortSignal): Promise<void> {
  const filter = filterOf(options);
  // First the end, then what lies before it: what is written meanwhile comes twice rather than never.
  const added = await log.fromNow();
  const last = await newest(streamFacts(log, filter), options.limit);
  const shown = new Set<string>();
  const show = async (report: Report) => {
    if (!report.ongoing && report.folded === undefined) {
      if (shown.has(report.id)) return;
      shown.add(report.id);
    }
    await print(options.format === "json" ? printableText(JSON.stringify(report)) : line(report));
  };
  for (const report of (await wholeReports(log, last.reports, filter)).toReversed()) await show(report);
  if (options.format === "text") say(`Waiting for reports in ${log.label} (Ctrl-C ends)`);
  for await (const report of reportsIn(added(stop), filter)) await show(report);
}

function line(report: Report): string {
  const { durationMs, ongoing, folded, blame, cause, task, impact, action, id } = report;
  const length = duration(durationMs) + (ongoing ? "…" : "") + (folded ? ` ×${folded.count}` : "");
  return [
    paint.dim(moment(report.time)),
    paint.bold(length),
    taskName(task?.name),
    place(blame),
    culpritName({ api: blame?.api ?? null, cause }),
    `${counted(impact.delayedRuns, "run")} delayed`,
    ...(action === "reported" ? [] : [paint.yellow(action)]),
    paint.dim(printable(id.slice(0, 8))),
  ].join("  ");
}
