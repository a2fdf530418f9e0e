import { extname } from "node:path";
import type { Blame } from "../../findings/report.js";
import { readSourceFile } from "../source-file.js";
import type { CodeFrame } from "../view/types.js";

const LINES_AROUND = 6;
/** A line of a bundle is longer than a page. */
const MAX_LINE_CHARS = 400;

/**
 * What may be shown of a project to whoever reads its reports: programs. A report that names `.env` gets no answer, as a page is
 * read by more people than a terminal.
 */
const programs = new Set(
  "js jsx cjs mjs ts tsx cts mts vue svelte astro".split(" ").map((name) => `.${name}`),
);

/** The code around the blamed line, as it is now; where that cannot be read, the line as the report kept it. */
export async function codeAround(root: string, blame: Blame): Promise<CodeFrame | null> {
  const source = programs.has(extname(blame.file)) ? await readSourceFile(root, blame.file) : null;
  const all = source?.split(/\r?\n/) ?? [];
  const line = all[blame.line - 1];
  if (line === undefined)
    return blame.code === "" ? null : { first: blame.line, lines: [short(blame.code)], was: null };
  const first = Math.max(1, blame.line - LINES_AROUND);
  return {
    first,
    lines: all.slice(first - 1, blame.line + LINES_AROUND).map(short),
    was: blame.code !== "" && line.trim() !== blame.code.trim() ? short(blame.code) : null,
  };
}

function short(line: string): string {
  return line.length > MAX_LINE_CHARS ? `${line.slice(0, MAX_LINE_CHARS)}…` : line;
}
