import { link, readdir, readFile, unlink, writeFile } from "node:fs/promises";
import path from "node:path";

/** What a keeper writes down about itself. */
export interface KeeperRecord {
  readonly pid: number;
  /** The Unix socket on which it listens; it answers for as long as the keeper lives. */
  readonly socket: string;
}

/** One record among those of all keepers that this home ever had. */
export interface Claim {
  readonly generation: number;
  readonly record: KeeperRecord;
}

/*
 * Which keeper holds a home. Node has no file locks, and a lock that is removed when its holder is dead can be
 * removed twice, the second time from under a living one. So no lock is ever removed: each claim is a new file,
 * `keeper.N`, made with link(2), which fails when the name exists. The holder is the owner of the highest N, and
 * N+1 may be claimed only when the holder of N no longer answers on its socket. Lower files are swept up, the
 * highest never, so the highest number only grows; whoever claims a number that was swept up meanwhile sees the
 * higher one and stands back.
 * A socket that answers proves life better than a process id: ids are used again, and mean nothing across containers.
 */

/** The record of the last keeper, dead or alive. */
export async function latestClaim(folder: string): Promise<Claim | null> {
  const generation = Math.max(0, ...(await generations(folder)));
  if (generation === 0) return null;
  try {
    const record = JSON.parse(await readFile(file(folder, generation), "utf8")) as KeeperRecord;
    return { generation, record };
  } catch (error) {
    // Swept up between the two reads, so there is a higher one by now.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return latestClaim(folder);
    throw error;
  }
}

/** Claims the generation after `previous`, whose holder must be dead. Null when someone else was faster. */
export async function claimAfter(
  folder: string,
  previous: number,
  record: KeeperRecord,
): Promise<Claim | null> {
  const generation = previous + 1;
  // Linked only when complete: no reader ever sees half a record.
  const draft = path.join(folder, `draft.${path.basename(record.socket)}`);
  await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
  try {
    await link(draft, file(folder, generation));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return null;
    throw error;
  } finally {
    await unlink(draft);
  }
  const all = await generations(folder);
  if (Math.max(...all) !== generation) return null;
  await Promise.all(all.filter((n) => n < generation).map((n) => sweep(file(folder, n))));
  return { generation, record };
}

/** Whether `claim` is still the highest; it is not when the home was deleted under its keeper. */
export async function isHeld(folder: string, claim: Claim): Promise<boolean> {
  const latest = await latestClaim(folder).catch(() => null);
  return latest?.generation === claim.generation && latest.record.socket === claim.record.socket;
}

async function generations(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => {
    const number = /^keeper\.(\d+)$/.exec(name)?.[1];
    return number ? [Number(number)] : [];
  });
}

async function sweep(stale: string): Promise<void> {
  await unlink(stale).catch((error: unknown) => {
    // Whoever stood back may sweep at the same time.
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  });
}

function file(folder: string, generation: number): string {
  return path.join(folder, `keeper.${generation}`);
}
