import { watch } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../findings/report.js";
import { matches, type ReportFilter } from "./filter.js";
import { linesAfter } from "./lines.js";
import { isBlank, parseReport, reportFiles, unusable } from "./read.js";

/** Looked at anyway so often: not every file system tells of changes. */
const LOOK_EVERY_MS = 500;

/** Where reading goes on in each file. */
export type Offsets = Map<string, number>;

/** The ends of the files that are there now. */
export async function endsOf(dir: string): Promise<Offsets> {
  const ends: Offsets = new Map();
  for (const name of await reportFiles(dir)) {
    const size = await stat(join(dir, name)).then(
      (stats) => stats.size,
      () => 0,
    );
    ends.set(name, size);
  }
  return ends;
}

/**
 * Reports as they are written, from the given offsets on, into whatever file and whether the folder is there yet or not. A
 * stall that lasts comes first as it begins (`ongoing`) and again, under the same id, when it is over.
 * @throws LoopwardError `LOOPWARD_STATE_DIR` when the folder cannot be read
 */
export async function* followReports(
  dir: string,
  offsets: Offsets,
  filter: ReportFilter,
  signal: AbortSignal,
): AsyncGenerator<Report> {
  while (!signal.aborted) {
    const changed = nextChange(dir, signal);
    for (const name of await reportFiles(dir)) {
      for await (const line of added(dir, name, offsets)) {
        const report = isBlank(line) ? null : parseReport(line);
        if (report && matches(report, filter)) yield report;
      }
    }
    await changed;
  }
}

async function* added(dir: string, name: string, offsets: Offsets): AsyncGenerator<string> {
  for (;;) {
    const from = offsets.get(name) ?? 0;
    const { lines, offset } = await linesAfter(join(dir, name), from).catch(
      (error: NodeJS.ErrnoException) => {
        // Gone since the folder was listed: a writer made room.
        if (error.code === "ENOENT") return { lines: [], offset: from };
        throw unusable(dir, error);
      },
    );
    offsets.set(name, offset);
    yield* lines;
    if (offset === from) return;
  }
}

/** Resolves when something in the folder changed, when it is time to look again, or when `signal` is aborted. */
function nextChange(dir: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let watcher: ReturnType<typeof watch> | null = null;
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      watcher?.close();
      resolve();
    };
    const timer = setTimeout(done, LOOK_EVERY_MS);
    signal.addEventListener("abort", done);
    try {
      watcher = watch(dir, done).on("error", done);
    } catch {
      // The folder is not there yet.
    }
  });
}
