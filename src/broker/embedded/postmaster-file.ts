import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** What PostgreSQL writes into `postmaster.pid` (src/include/utils/pidfile.h). */
export interface PostmasterFile {
  readonly pid: number;
  /** Folder of its socket; empty while it has made none. */
  readonly socketFolder: string;
  readonly ready: boolean;
}

/** Reads `postmaster.pid`; null when no PostgreSQL left one. */
export async function readPostmasterFile(data: string): Promise<PostmasterFile | null> {
  const lines = await readLines(data);
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isInteger(pid)) return null;
  // A stand-alone backend writes its id negated.
  return { pid: Math.abs(pid), socketFolder: lines[4] ?? "", ready: lines[7]?.trim() === "ready" };
}

/**
 * Puts our own process id into the file that a dead server left.
 * PostgreSQL refuses to start while the process in the file lives, and after a restart of the machine or container
 * that id is soon someone else's; its parent's id it lets pass. The file must not be deleted instead: its line on shared memory
 * is what keeps a new server from starting beside backends that outlived the old one.
 */
export async function adoptPostmasterFile(data: string): Promise<void> {
  const lines = await readLines(data);
  if (!lines) return;
  await writeFile(path.join(data, "postmaster.pid"), [String(process.pid), ...lines.slice(1)].join("\n"));
}

async function readLines(data: string): Promise<string[] | null> {
  try {
    return (await readFile(path.join(data, "postmaster.pid"), "utf8")).split("\n");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
