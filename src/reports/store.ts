import { constants } from "node:fs";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_REPORTS_BYTES, reportDay, reportFileBytes } from "../findings/report-file.js";
import type { Report } from "../findings/report.js";
import { currentFile, makeRoom } from "./rotation.js";

/** Reports that wait for a slow disk; beyond that the newest are dropped, and counted, rather than kept in memory. */
const MAX_WAITING = 10_000;

/** A write of this many bytes at most: more only delays the first of them. */
const MAX_WRITE_BYTES = 1024 * 1024;

/** Where reports are kept: NDJSON files by day (UTC) and size, which any number of processes append to. */
export interface ReportStore {
  /** Queues a report and returns at once; never throws. */
  append(report: Report): void;
  /** Resolves when everything appended so far is on disk, or was given up. */
  flush(): Promise<void>;
  /** Flushes; what is appended later is ignored. */
  close(): Promise<void>;
}

export interface ReportStoreOptions {
  /** What the folder's files of reports may hold together, in bytes; the oldest are deleted. 256 MiB unless said. */
  readonly maxBytes?: number | undefined;
  /** Told when reports could not be written, with how many were lost. The store goes on with the next. */
  readonly onLost?: (error: Error, reports: number) => void;
}

/** Opens the store in `dir`, which is made by need. A worker never fails because a report could not be written. */
export function openReportStore(dir: string, options: ReportStoreOptions = {}): ReportStore {
  const maxBytes = options.maxBytes ?? DEFAULT_REPORTS_BYTES;
  const waiting: string[] = [];
  let closed = false;
  let writing: Promise<void> | null = null;

  const drain = async () => {
    while (waiting.length > 0) {
      const lines = takeUpTo(waiting, MAX_WRITE_BYTES);
      try {
        await appendLines(dir, lines, maxBytes);
      } catch (error) {
        options.onLost?.(error instanceof Error ? error : new Error(String(error)), lines.length);
      }
    }
    writing = null;
  };

  const flush = async () => {
    while (writing) await writing;
  };

  return {
    append(report) {
      if (closed) return;
      if (waiting.length >= MAX_WAITING) {
        options.onLost?.(new Error(`more than ${MAX_WAITING} reports wait for the disk`), 1);
        return;
      }
      waiting.push(`${JSON.stringify(report)}\n`);
      writing ??= drain();
    },
    flush,
    async close() {
      closed = true;
      await flush();
    },
  };
}

/** Takes lines off the front: at least one, and no more than `maxBytes` (in UTF-16 units, near enough) hold. */
function takeUpTo(lines: string[], maxBytes: number): string[] {
  let count = 0;
  for (let size = 0; count < lines.length; count += 1) {
    size += lines[count]?.length ?? 0;
    if (count > 0 && size > maxBytes) break;
  }
  return lines.splice(0, count);
}

/**
 * Appends whole lines in one write, which the system keeps apart from the writes of other processes (`O_APPEND`).
 * The file is opened anew for each: reports are rare, days pass, and folders get deleted under a running worker.
 */
async function appendLines(dir: string, lines: readonly string[], maxBytes: number): Promise<void> {
  const name = await currentFile(dir, reportDay(new Date()), reportFileBytes(maxBytes));
  const file = await openToAppend(dir, join(dir, name));
  try {
    const { size } = await file.stat();
    // A writer that was killed in the middle of a line must not spoil the next one.
    const start = (await endsInTheMiddle(file, size)) ? "\n" : "";
    let rest = Buffer.from(start + lines.join(""));
    // One write does it, unless the disk is nearly full.
    while (rest.length > 0) rest = rest.subarray((await file.write(rest)).bytesWritten);
    if (size === 0) await makeRoom(dir, maxBytes, name);
  } finally {
    await file.close();
  }
}

async function openToAppend(dir: string, path: string): Promise<FileHandle> {
  // A symbolic link in place of the file is not ours to write through.
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  try {
    return await open(path, flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await mkdir(dir, { recursive: true });
    return open(path, flags);
  }
}

async function endsInTheMiddle(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer.toString() !== "\n";
}
