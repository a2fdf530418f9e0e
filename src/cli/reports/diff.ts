import { diffSummaries, growthMs, type Change } from "../../reports/diff.js";
import { streamFacts } from "../../reports/read.js";
import { summariseStream, type Summary } from "../../reports/summarise.js";
import { paint } from "../colour.js";
import type { ExitCode } from "../exit-code.js";
import { print } from "./print.js";
import { printableJson } from "./printable.js";
import { sidesOf, type Side } from "./sides.js";
import { withLog } from "./log.js";
import { say } from "./say.js";
import { filterOf, gate, type ReportsOptions } from "./source.js";
import { table, type Column } from "./table.js";
import { counted, culpritName, duration, place, taskName } from "./words.js";

const columns: readonly Column[] = [
  { title: "change" },
  { title: "task" },
  { title: "where" },
  { title: "by" },
  { title: "stolen before", align: "right" },
  { title: "after", align: "right" },
  { title: "count", align: "right" },
  { title: "worst", align: "right" },
];

/**
 * `loopward reports diff [BEFORE] [AFTER]`: what got worse, better, new and gone.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`, `LOOPWARD_BAD_REVISION`, `LOOPWARD_STATE_DIR`
 */
export async function diffReports(
  first: string | undefined,
  second: string | undefined,
  options: ReportsOptions,
): Promise<ExitCode> {
  const [before, after] = await withLog(options, async (opened) => {
    const sides = await sidesOf(first, second, { ...opened, nowMs: Date.now() });
    const summary = (side: Side): Promise<Summary> =>
      summariseStream(streamFacts(side.log, { ...filterOf(options), ...side.period }));
    return [await summary(sides.before), await summary(sides.after)] as const;
  });
  const changes = diffSummaries(before, after);
  if (options.format === "json") await print(printableJson({ before, after, changes }));
  else if (changes.length > 0) await print(text(before, after, changes));
  if (changes.length === 0) say("No reports on either side.");
  return options.failOn ? gate(options.failOn, after, changes) : 0;
}

function text(before: Summary, after: Summary, changes: readonly Change[]): string {
  const total = `${duration(before.stolenMs)} stolen in ${counted(before.reports, "report")} before, ${duration(after.stolenMs)} in ${counted(after.reports, "report")} after`;
  return `${paint.bold(total)}\n\n${table(columns, changes.map(row))}`;
}

function row(change: Change): string[] {
  const { kind, before, after } = change;
  const culprit = after ?? before;
  if (!culprit) return [];
  const { file, line } = culprit;
  const growth = growthMs(change);
  const colour = growth > 0 ? paint.red : paint.green;
  return [
    kind === "same" ? kind : colour(kind),
    taskName(culprit.task),
    place(file !== null && line !== null ? { file, line } : null),
    culpritName(culprit),
    before ? duration(before.stolenMs) : "—",
    after ? duration(after.stolenMs) : "—",
    `${before?.count ?? 0} → ${after?.count ?? 0}`,
    duration(culprit.worstMs),
  ];
}
