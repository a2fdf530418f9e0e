import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { fileToFill, filesToDelete, lastFileOf, type KeptFile } from "../findings/rotation.js";

/** Name of the file of `day` that is to be filled, of which each may hold `maxBytes`. */
export async function currentFile(dir: string, day: string, maxBytes: number): Promise<string> {
  const last = lastFileOf(day, await namesIn(dir));
  return fileToFill(day, last === null ? null : await sizeOf(dir, last), maxBytes);
}

/** Deletes what is too much beside `current`. */
export async function makeRoom(dir: string, maxBytes: number, current: string): Promise<void> {
  const files = await Promise.all((await namesIn(dir)).map((name) => sizeOf(dir, name)));
  for (const name of filesToDelete(files, maxBytes, current))
    // Another writer may have been faster.
    await unlink(join(dir, name)).catch(() => undefined);
}

async function sizeOf(dir: string, name: string): Promise<KeptFile> {
  const stats = await stat(join(dir, name)).catch(() => ({ size: 0, mtimeMs: 0 }));
  return { name, size: stats.size, mtimeMs: stats.mtimeMs };
}

async function namesIn(dir: string): Promise<string[]> {
  return readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}
