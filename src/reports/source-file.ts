import { readFile, realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";

/** Sources larger than this are bundles: a frame of them shows nothing. */
const MAX_SOURCE_BYTES = 4 * 1024 * 1024;

/**
 * The text of a file of the project; null when there is none, or it lies outside: a report is data that anyone may
 * have written, and must not show what it names (`../../etc/passwd`, a symbolic link).
 */
export async function readSourceFile(root: string, file: string): Promise<string | null> {
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
