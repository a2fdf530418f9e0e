import { codeFrameColumns } from "@babel/code-frame";
import { hasColour, paint } from "../colour.js";
import type { Blame } from "../../findings/report.js";
import { readSourceFile } from "../../reports/source-file.js";
import { printable, printableCode } from "./printable.js";

/** The code around the blamed line, as it is now; where that cannot be read, the line as the report kept it. */
export async function codeFrame(root: string, blame: Blame): Promise<string> {
  const source = await readSourceFile(root, blame.file);
  const line = source?.split("\n")[blame.line - 1];
  if (source === null || line === undefined) return keptLine(blame);
  const frame = codeFrameColumns(
    printableCode(source),
    { start: { line: blame.line, column: blame.column } },
    { highlightCode: hasColour, linesAbove: 3, linesBelow: 3 },
  );
  const changed = blame.code !== "" && line.trim() !== blame.code.trim();
  return changed
    ? `${frame}\n${paint.yellow("The file has changed since. The line was then:")}\n${keptLine(blame)}`
    : frame;
}

function keptLine({ code, line }: Blame): string {
  return code === "" ? "" : `> ${line} | ${printable(code)}`;
}
