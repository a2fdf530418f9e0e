import { fstatSync, statSync, type Stats } from "node:fs";

// Taken before anything is wrapped.
const stat = statSync;
const statOpen = fstatSync;

// Memory for the paths of a host that reads many files: about a megabyte at most.
const MAX_KNOWN = 4096;
const known = new Set<string>();

/**
 * Whether opening, reading or writing `target` may last for ever: pipes, sockets and devices. Asks the file system once a
 * path (2 µs), and at each call of a descriptor (1 to 2 µs), which is another file's when it is used again; a path seen before
 * costs a look into a set.
 */
export function mayNeverReturn(target: unknown): boolean {
  if (typeof target === "string" && known.has(target)) return false;
  return isEndlessAnew(target);
}

function isEndlessAnew(target: unknown): boolean {
  if (typeof target === "number") return isEndless(() => statOpen(target));
  const path = target instanceof URL ? target.pathname : target;
  if (typeof path !== "string" || known.has(path)) return false;
  if (isEndless(() => stat(path, { throwIfNoEntry: false }))) return true;
  if (known.size >= MAX_KNOWN) known.clear();
  known.add(path);
  return false;
}

function isEndless(look: () => Stats | undefined): boolean {
  try {
    const stats = look();
    return stats !== undefined && !stats.isFile() && !stats.isDirectory();
  } catch {
    // The call itself will say what is wrong with its target.
    return false;
  }
}
