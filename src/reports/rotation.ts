import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { byReportFile, parseReportFileName, reportFileName } from "../findings/report-file.js";

/**
 * The file of `day` that is to be filled: the last that is there, or the next one where that holds `maxBytes`. Writers that
 * decide at the same moment decide alike, and none waits for another.
 */
export async function fileToFill(dir: string, day: string, maxBytes: number): Promise<string> {
  const last = (await ourFiles(dir)).filter((name) => parseReportFileName(name)?.day === day).at(-1);
  if (last === undefined) return join(dir, reportFileName({ day, part: 0 }));
  const path = join(dir, last);
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  );
  const part = parseReportFileName(last)?.part ?? 0;
  return size < maxBytes ? path : join(dir, reportFileName({ day, part: part + 1 }));
}

/** Deletes the files that were not written to for longest, until the others hold no more than `maxBytes`; `current` stays. */
export async function makeRoom(dir: string, maxBytes: number, current: string): Promise<void> {
  const files: { readonly path: string; readonly size: number; readonly mtimeMs: number }[] = [];
  for (const name of await ourFiles(dir)) {
    const path = join(dir, name);
    const stats = await stat(path).catch(() => null);
    if (stats) files.push({ path, size: stats.size, mtimeMs: stats.mtimeMs });
  }
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= maxBytes) return;
    if (path === current) continue;
    // Another writer may have been faster.
    await unlink(path).catch(() => undefined);
    total -= size;
  }
}

async function ourFiles(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => parseReportFileName(name) !== null).sort(byReportFile);
}
