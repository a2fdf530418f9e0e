import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { reportDay, reportFileBytes } from "../../src/findings/report-file.js";
import { fileToFill, filesToDelete, lastFileOf, type KeptFile } from "../../src/findings/rotation.js";

/**
 * The file of a folder of reports that is being filled: another one when the day ends or the file is full, and the oldest go
 * when all hold too much. As a worker's store does it, but at once: the thread that writes has nothing else to do, and its process may end.
 */
export class ReportFiles {
  readonly #dir: string;
  readonly #maxBytes: number;
  #open: { readonly day: string; readonly fd: number } | null = null;

  /** @throws when the folder cannot be made or written to */
  constructor(dir: string, maxBytes: number) {
    this.#dir = dir;
    this.#maxBytes = maxBytes;
    this.fd();
  }

  /** What the next line goes to. @throws when it cannot be opened */
  fd(): number {
    const day = reportDay(new Date());
    const fileBytes = reportFileBytes(this.#maxBytes);
    if (this.#open?.day === day) {
      const { size, nlink } = fstatSync(this.#open.fd);
      // Somebody may have deleted it.
      if (nlink > 0 && size < fileBytes) return this.#open.fd;
    }
    if (this.#open) closeSync(this.#open.fd);
    this.#open = null;
    mkdirSync(this.#dir, { recursive: true });
    const last = lastFileOf(day, readdirSync(this.#dir));
    const name = fileToFill(day, last === null ? null : this.#kept(last), fileBytes);
    const fd = openToAppend(join(this.#dir, name));
    this.#open = { day, fd };
    if (fstatSync(fd).size === 0) this.#makeRoom(name);
    return fd;
  }

  #makeRoom(current: string): void {
    const files = readdirSync(this.#dir).map((name) => this.#kept(name));
    for (const name of filesToDelete(files, this.#maxBytes, current)) {
      try {
        unlinkSync(join(this.#dir, name));
      } catch {
        // Another writer was faster.
      }
    }
  }

  #kept(name: string): KeptFile {
    const stats = statSync(join(this.#dir, name), { throwIfNoEntry: false });
    return { name, size: stats?.size ?? 0, mtimeMs: stats?.mtimeMs ?? 0 };
  }
}

function openToAppend(path: string): number {
  // A symbolic link in place of the file is not ours to write through.
  const fd = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW);
  // A writer that was killed in the middle of a line must not spoil the next one.
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1);
  if (size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last.toString() !== "\n") writeSync(fd, "\n");
  return fd;
}
