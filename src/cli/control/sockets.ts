import { createHash } from "node:crypto";
import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { makePrivate, socketFolder } from "../../broker/embedded/home.js";
import { fail } from "../../findings/errors.js";

const EXTENSION = ".sock";

/** The folder of the sockets by which this project's workers are spoken to, made if need be: mode 0700. */
export async function prepareSocketFolder(root: string): Promise<string> {
  const folder = await folderOf(root);
  try {
    // Owned by whoever runs the worker, root included.
    const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, isOther: false };
    await makePrivate(folder, user);
    return folder;
  } catch (error) {
    throw fail("LOOPWARD_STATE_DIR", [folder, (error as Error).message], { cause: error });
  }
}

/** The sockets that there are, of workers that live and of some that do not. */
export async function listSockets(root: string): Promise<string[]> {
  const folder = await folderOf(root);
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(EXTENSION)).map((name) => join(folder, name));
}

/** A worker's socket. Its name may be long and hold anything; a socket's path may not. */
export function socketOf(folder: string, worker: string): string {
  return join(folder, socketName(worker));
}

async function folderOf(root: string): Promise<string> {
  // By whatever way a project is reached, its workers are found.
  return socketFolder(join(await realpath(root), ".loopward", "control"), socketName(""));
}

function socketName(worker: string): string {
  return `${createHash("sha256").update(worker).digest("hex").slice(0, 12)}${EXTENSION}`;
}
