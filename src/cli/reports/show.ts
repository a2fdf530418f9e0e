import { paint } from "../colour.js";
import { causes } from "../../findings/cause.js";
import type { Frame, Report, TaskInput } from "../../findings/report.js";
import { codeFrame } from "./code-frame.js";
import { readFindings } from "../../reports/findings.js";
import { isForeign } from "../../reports/foreign.js";
import { linksOf } from "./links.js";
import { print } from "./print.js";
import { printable, printableJson } from "./printable.js";
import { withReports, type ReportsOptions } from "./source.js";
import { treeLines } from "./tree.js";
import { counted, duration, moment, place } from "./words.js";

/**
 * `loopward reports show ID`: one report with its code, or as JSON.
 * @throws LoopwardError `LOOPWARD_REPORT_NOT_FOUND`
 */
export async function showReport(id: string, options: ReportsOptions): Promise<void> {
  await withReports(options, async (source) => {
    const report = await source.one(id);
    await print(options.format === "json" ? printableJson(report) : await text(source.root, report));
  });
}

async function text(root: string, report: Report): Promise<string> {
  const frame = report.blame ? await codeFrame(root, report.blame) : "";
  const facts: readonly (readonly [string, string])[] = [
    ["task", task(report)],
    ...(report.task?.input ? ([["input", input(report.task.input)]] as const) : []),
    ["blame", blame(report)],
    ["impact", `${counted(report.impact.delayedRuns, "run")} delayed`],
    ["action", report.action],
    ...linksOf(report, await readFindings(root)),
    ["host", host(report)],
  ];
  return [
    headline(report),
    frame,
    facts.map(([name, value]) => `${paint.dim(name.padEnd(8))}${value}`).join("\n"),
    foldedStack(report.stack).join("\n"),
    origin(report),
    treeLines(report.tree ?? [], paint).join("\n"),
    paint.cyan(printable(report.advice)),
    paint.dim(`report ${printable(report.id)}`),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function headline(report: Report): string {
  const about = paint.dim(
    `${moment(report.time)} · ${report.kind}, threshold ${duration(report.thresholdMs)}`,
  );
  if (report.kind === "blocking-call") {
    const often = report.folded
      ? `${report.folded.count} times, ${duration(report.folded.totalMs)} in all, `
      : "";
    const api = printable(report.blame?.api ?? "what blocks the event loop");
    return `${paint.bold(`A run called ${api}: ${often}${duration(report.durationMs)} at most`)}\n${about}`;
  }
  const blocked = `${duration(report.durationMs)}${report.ongoing ? " and counting" : ""}`;
  const often = report.folded
    ? `, the longest of ${report.folded.count} stalls (${duration(report.folded.totalMs)} in all)`
    : "";
  const title = paint.bold(
    `The event loop stood still for ${blocked}${often}: ${causes[report.cause].title}`,
  );
  return `${title}\n${about}`;
}

function task({ task }: Report): string {
  if (!task) return "none: the evidence blames no run";
  return `${paint.bold(printable(task.name))} (run ${printable(task.runId)}, queue ${printable(task.queue)}, attempt ${task.attempt})`;
}

function host({ host: { name, pid, node } }: Report): string {
  const where = name === undefined ? "" : ` on ${printable(name)}`;
  return `process ${pid}${where}, Node ${printable(node)}`;
}

function input({ json, cut }: TaskInput): string {
  return printable(json) + (cut ? ` ${paint.dim("… (the rest was cut off)")}` : "");
}

function blame({ blame }: Report): string {
  if (!blame) return "nobody";
  const by = blame.api ? ` in ${printable(blame.api)}` : "";
  return `${printable(blame.function)} at ${place(blame)}:${blame.column}${by}, confidence ${Math.round(blame.confidence * 100)} %`;
}

function origin({ origin }: Report): string {
  if (!origin) return "";
  const title = paint.dim(`What stalled (${printable(origin.type)}) was started here:`);
  return [title, ...foldedStack(origin.frames)].join("\n");
}

/** Frames of the user's code; what lies between them in Node and packages is counted. */
function foldedStack(stack: readonly Frame[]): string[] {
  const lines: string[] = [];
  let folded = 0;
  const fold = () => {
    if (folded > 0) lines.push(paint.dim(`  … ${counted(folded, "frame")} of Node and packages`));
    folded = 0;
  };
  for (const frame of stack) {
    if (isForeign(frame)) folded += 1;
    else {
      fold();
      lines.push(`  at ${printable(frame.function)} (${place(frame)}:${frame.column})`);
    }
  }
  fold();
  return lines;
}
