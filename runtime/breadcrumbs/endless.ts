import { statSync, type Stats } from "node:fs";

// Taken before anything is wrapped.
const stat = statSync;

// Memory for the paths of a host that reads many files: about a megabyte at most.
const MAX_KNOWN = 4096;
const known = new Set<string>();

/**
 * Whether opening, reading or writing `target` may last for ever: pipes, sockets, devices and the standard streams.
 * Asks the file system once a path (2 µs); a path seen before costs a look into a set.
 */
export function mayNeverReturn(target: unknown): boolean {
  if (typeof target === "number") return target <= 2;
  const path = target instanceof URL ? target.pathname : target;
  if (typeof path !== "string" || known.has(path)) return false;
  let stats: Stats | undefined;
  try {
    stats = stat(path, { throwIfNoEntry: false });
  } catch {
    // The call itself will say what is wrong with the path.
    return false;
  }
  if (stats && !stats.isFile() && !stats.isDirectory()) return true;
  if (known.size >= MAX_KNOWN) known.clear();
  known.add(path);
  return false;
}
