import { watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "../findings/errors.js";
import { byReportFile, parseReportFileName, reportDay } from "../findings/report-file.js";
import { linesAfter, linesFromEnd } from "./lines.js";
import type { ReportLog } from "./report-log.js";

/** Looked at anyway so often: not every file system tells of changes. */
const LOOK_EVERY_MS = 500;

/** Where reading goes on in each file. */
type Offsets = Map<string, number>;

/**
 * The reports of a folder, of every writer and day; an empty or missing folder holds none, and is looked into again. Reading
 * throws `LOOPWARD_STATE_DIR` when the folder or a file in it cannot be read.
 */
export function folderLog(dir: string): ReportLog {
  return {
    label: dir,
    fromEnd: (since) => fromEnd(dir, since),
    async fromNow() {
      const offsets = await endsOf(dir);
      return (signal) => follow(dir, offsets, signal);
    },
  };
}

async function* fromEnd(dir: string, since: Date | undefined): AsyncGenerator<readonly string[]> {
  for (const file of (await reportFiles(dir)).reverse()) {
    const path = join(dir, file);
    if (await isTooOld(path, file, since)) continue;
    try {
      yield* linesFromEnd(path);
    } catch (error) {
      if (!isGone(error)) throw unusable(dir, error);
    }
  }
}

async function* follow(dir: string, offsets: Offsets, signal: AbortSignal): AsyncGenerator<string> {
  while (!signal.aborted) {
    const changed = nextChange(dir, signal);
    for (const name of await reportFiles(dir)) yield* added(dir, name, offsets);
    await changed;
  }
}

/** The ends of the files that are there now. */
async function endsOf(dir: string): Promise<Offsets> {
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

async function* added(dir: string, name: string, offsets: Offsets): AsyncGenerator<string> {
  for (;;) {
    const from = offsets.get(name) ?? 0;
    const { lines, offset } = await linesAfter(join(dir, name), from).catch((error: unknown) => {
      if (isGone(error)) return { lines: [], offset: from };
      throw unusable(dir, error);
    });
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

/** Names in the order of their days. What is no plain file (a symbolic link, a pipe) is not ours and is not followed. */
async function reportFiles(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ndjson"))
      .map(({ name }) => name)
      .sort(byReportFile);
  } catch (error) {
    if (isGone(error)) return [];
    throw unusable(dir, error);
  }
}

/** Nothing is written before it happened: a file of an earlier day that was not touched since holds only older reports. */
async function isTooOld(path: string, name: string, since: Date | undefined): Promise<boolean> {
  const day = parseReportFileName(name)?.day;
  if (!since || day === undefined || day >= reportDay(since)) return false;
  const modified = await stat(path).then(
    ({ mtime }) => mtime,
    () => null,
  );
  return modified === null || modified < since;
}

/** Not there, or gone since the folder was listed: a writer made room. */
function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

function unusable(dir: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return fail("LOOPWARD_STATE_DIR", [dir, reason], { cause: error });
}
