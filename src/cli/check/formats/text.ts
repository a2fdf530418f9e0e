import { codeFrameColumns } from "@babel/code-frame";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import pc from "picocolors";
import type { CheckResult } from "../../../../rules/check.js";
import type { Finding } from "../../../findings/finding.js";
import { printable, printableCode } from "../../reports/printable.js";
import type { Format, FormatOptions } from "./format.js";

/** For people: each finding with its code, its path and what to write instead. */
export const textFormat: Format = (result, options) =>
  [...result.findings.map((finding) => block(finding, options)), closingLine(result)].join("\n\n");

function block(finding: Finding, { root, colour }: FormatOptions): string {
  const paint = pc.createColors(colour);
  const place = `${finding.file}:${finding.line}:${finding.column}`;
  const [task, ...others] = finding.tasks.map(printable);
  const and = others.length > 0 ? ` ${paint.dim(`and ${others.join(", ")}`)}` : "";
  const steps = finding.path.map(
    (step) => `${printable(step.function)} ${paint.dim(`${printable(step.file)}:${step.line}`)}`,
  );
  return [
    `${paint.cyan(printable(place))}  ${paint.bold(paint.red(printable(finding.api)))}  ${paint.dim(`${finding.cost}, ${finding.confidence}`)}`,
    frame(finding, root, colour),
    `  task     ${paint.bold(task)}${and}`,
    `  path     ${steps.join(`\n         → `)}`,
    `  instead  ${printable(finding.advice)}`,
  ].join("\n");
}

function frame({ file, line, column }: Finding, root: string, colour: boolean): string {
  const source = printableCode(readFileSync(resolve(root, file), "utf8"));
  return codeFrameColumns(
    source,
    { start: { line, column } },
    { highlightCode: colour, linesAbove: 2, linesBelow: 2 },
  );
}

function closingLine({ findings, tasks, files }: CheckResult): string {
  const looked = `${count(new Set(tasks.map(({ name }) => name)).size, "task")}, ${count(files, "file")} looked at`;
  if (findings.length === 0) return `Nothing that blocks is reached from a task (${looked}).`;
  return `${count(findings.length, "finding")} in ${count(new Set(findings.map(({ file }) => file)).size, "file")} (${looked}).`;
}

function count(amount: number, what: string): string {
  return `${amount.toLocaleString("en")} ${what}${amount === 1 ? "" : "s"}`;
}
