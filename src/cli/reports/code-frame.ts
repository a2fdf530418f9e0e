import { codeFrameColumns } from "@babel/code-frame";
import { hasColour, paint } from "../colour.js";
import { readFile, realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import type { Blame } from "../../findings/report.js";
import { printable, printableCode } from "./printable.js";

/** Sources larger than this are bundles: a frame of them shows nothing. */
const MAX_SOURCE_BYTES = 4 * 1024 * 1024;

/** The code around the blamed line, as it is now; where that cannot be read, the line as the report kept it. */
export async function codeFrame(root: string, blame: Blame): Promise<string> {
  const source = await readInside(root, blame.file);
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

/**
 * The text of a file of the project; null when there is none, or it lies outside: a report is data that anyone may
 * have written, and must not show what it names (`../../etc/passwd`, a symbolic link).
 */
async function readInside(root: string, file: string): Promise<string | null> {
  try {
    const base = await realpath(root);
    const path = await realpath(resolve(base, file));
    if (!path.startsWith(base.endsWith(sep) ? base : base + sep)) return null;
    const stats = await stat(path);
    return stats.isFile() && stats.size <= MAX_SOURCE_BYTES ? await readFile(path, "utf8") : null;
  } catch {
    // Deleted, moved or unreadable since: the report's own copy of the line is shown.
    return null;
  }
}
