import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { ExitCode } from "../exit-code.js";
import { fail, LoopwardError } from "../../findings/errors.js";
import type { Report } from "../../findings/report.js";
import { exportFormats, type ExportFormatName } from "../../reports/export/formats.js";
import { print } from "./print.js";
import { printableText } from "./printable.js";
import { withReports, type CommonOptions } from "./source.js";

/** Pieces of less than this are gathered: a write for each row of a table is slow. */
const WRITE_CHARS = 64 * 1024;

/** The options of `loopward reports export`. */
export interface ExportOptions extends CommonOptions {
  readonly format: ExportFormatName;
  readonly out?: string;
}

/**
 * `loopward reports export [ID]`: reports in another program's format, on stdout or in a file.
 * @throws LoopwardError `LOOPWARD_REPORT_NOT_FOUND`, `LOOPWARD_STATE_DIR` when the folder cannot be read or the file not be written
 */
export async function exportReports(id: string | undefined, options: ExportOptions): Promise<ExitCode> {
  const format = await exportFormats[options.format]();
  return withReports(options, async (source) => {
    const one = id === undefined ? null : await source.one(id);
    const whole = one ? () => Promise.resolve([one]) : source.whole;
    const context = { root: source.root, now: new Date(), whole };
    const written = format.stacks
      ? format.write(one ? only(one) : source.stream(), context)
      : format.write(one ? only(one) : source.facts(), context);
    const pieces = gathered(written);
    if (options.out === undefined) for await (const text of pieces) await print(printableText(text), "");
    else await writeTo(options.out, pieces);
    return source.finish();
  });
}

async function* only(report: Report): AsyncGenerator<readonly Report[]> {
  yield await Promise.resolve([report]);
}

async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length < WRITE_CHARS) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

async function writeTo(path: string, pieces: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(pieces, createWriteStream(path));
  } catch (error) {
    if (error instanceof LoopwardError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw fail("LOOPWARD_STATE_DIR", [path, reason], { cause: error });
  }
}
