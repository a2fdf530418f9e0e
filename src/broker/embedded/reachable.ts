import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { ServiceUser } from "./service-user.js";

/**
 * The first folder on the way to `target` (itself included) that `user` may not pass through; null when there is none.
 * Judged by mode bits; what an access control list grants beyond them is not seen.
 */
export async function firstBarrier(target: string, user: ServiceUser): Promise<string | null> {
  if (!user.isOther) return null;
  for (const folder of ancestors(await realpath(target))) {
    const { mode, uid, gid } = await stat(folder);
    const execute = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & execute) === 0) return folder;
  }
  return null;
}

function ancestors(target: string): string[] {
  const parent = path.dirname(target);
  return parent === target ? [target] : [...ancestors(parent), target];
}
