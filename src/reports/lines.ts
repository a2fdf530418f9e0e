import { isAscii } from "node:buffer";
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";

const CHUNK_BYTES = 1024 * 1024;

/** No report is as long: what is, was not written by us, and is not kept in memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** Stands for a line that was too long to be read: no JSON. */
const TOO_LONG = Buffer.from("\0");

/**
 * The lines of a file, the last first, in batches, without the file in memory. Nothing comes of what is no plain file.
 * Splits at `\n` only: `node:readline` also splits at U+2028, which JSON leaves as it is inside strings.
 */
export async function* linesFromEnd(path: string): AsyncGenerator<string[]> {
  // A link is not followed, and a pipe not waited for.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return;
    // The line whose beginning was not reached yet.
    let rest: Buffer[] = [];
    let restBytes = 0;
    const chunkBefore = (end: number) =>
      readAt(file, Math.max(0, end - CHUNK_BYTES), Math.min(CHUNK_BYTES, end));
    let reading = chunkBefore(stats.size);
    for (let end = stats.size; end > 0; end -= CHUNK_BYTES) {
      const chunk = await reading;
      // The next one is on its way while this one is looked at.
      if (end > CHUNK_BYTES) reading = chunkBefore(end - CHUNK_BYTES);
      // Whoever stops here does not wait for it, and hears of its failure when it is asked for.
      reading.catch(() => undefined);
      const first = chunk.indexOf("\n");
      if (first !== -1) {
        yield textOf([chunk.subarray(first + 1), ...rest])
          .split("\n")
          .reverse();
        rest = [];
        restBytes = 0;
      }
      const beginning = first === -1 ? chunk : chunk.subarray(0, first);
      restBytes += beginning.length;
      rest = restBytes > MAX_LINE_BYTES ? [TOO_LONG] : [beginning, ...rest];
    }
    yield [textOf(rest)];
  } finally {
    await file.close();
  }
}

/** The lines that were appended to a file since `from`, whole ones only, and the offset after them. */
export async function linesAfter(path: string, from: number): Promise<{ lines: string[]; offset: number }> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    // A file that is shorter than it was is another one.
    const offset = stats.size < from ? 0 : from;
    if (!stats.isFile() || stats.size === offset) return { lines: [], offset };
    const added = await readAt(file, offset, Math.min(stats.size - offset, MAX_LINE_BYTES));
    const end = added.lastIndexOf("\n");
    if (end !== -1) return { lines: added.toString("utf8", 0, end).split("\n"), offset: offset + end + 1 };
    // A line that is too long is passed over; one that is being written is read when it is there.
    return { lines: [], offset: added.length === MAX_LINE_BYTES ? offset + added.length : offset };
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    // The file was cut under the reader.
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function textOf(parts: readonly Buffer[]): string {
  const [only, ...others] = parts;
  const whole = only && others.length === 0 ? only : Buffer.concat(parts);
  // Reports are ASCII as a rule, of which a copy is all that it takes.
  return whole.toString(isAscii(whole) ? "latin1" : "utf8");
}
