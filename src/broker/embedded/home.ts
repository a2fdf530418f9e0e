import { createHash } from "node:crypto";
import { chmod, chown, lstat, mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import path from "node:path";
import { fail } from "../../findings/errors.js";
import { firstBarrier } from "./reachable.js";
import type { ServiceUser } from "./service-user.js";

/** The private folder of one embedded broker, and where its sockets are. */
export interface Home {
  /** Mode 0700, owned by the service user; holds `data`, the keepers' records and the log. */
  readonly folder: string;
  /** Mode 0700: whoever reaches a socket in it is trusted. The same folder, unless its path is too long. */
  readonly sockets: string;
}

/** Where root keeps what the service user could not reach in the project. */
export const SYSTEM_FOLDER = "/var/lib/loopward";

/** Names, in the project's folder, the place that was chosen instead. */
const POINTER = "broker.location";

/** The shortest limit of all systems: `sun_path` has 104 bytes on macOS and 108 on Linux, with a final NUL. */
const LONGEST_SOCKET_PATH = 103;
const LONGEST_SOCKET_NAME = "keeper-0123456789ab.sock";

/**
 * Finds and makes the home of the broker that a user calls `embedded:DIR`: `DIR/broker`, or a folder below
 * /var/lib/loopward when Loopward runs as root in a place that the service user cannot reach.
 * The same DIR always leads to the same home.
 * @throws LOOPWARD_STATE_DIR when it cannot be made or belongs to someone else
 */
export async function prepareHome(
  dir: string,
  user: ServiceUser,
  onNotice: (message: string) => void,
): Promise<Home> {
  try {
    await mkdir(dir, { recursive: true });
    const folder = await chooseFolder(await realpath(dir), user, onNotice);
    await makePrivate(folder, user);
    const sockets = socketFolder(folder, LONGEST_SOCKET_NAME);
    if (sockets !== folder) await makePrivate(sockets, user);
    return { folder, sockets };
  } catch (error) {
    throw fail("LOOPWARD_STATE_DIR", [dir, reasonOf(error)], { cause: error });
  }
}

async function chooseFolder(
  dir: string,
  user: ServiceUser,
  onNotice: (message: string) => void,
): Promise<string> {
  const pointer = path.join(dir, POINTER);
  const chosen = await readIfThere(pointer);
  if (chosen) return chosen.trim();
  const barrier = await firstBarrier(dir, user);
  if (!barrier) return path.join(dir, "broker");
  const folder = path.join(SYSTEM_FOLDER, shortHash(dir));
  // Written down: the data must be found again when the barrier is gone.
  await writeFile(pointer, `${folder}\n`);
  onNotice(
    `the broker's data is kept in ${folder}, because PostgreSQL does not run as root and its user ${user.name} may not enter ${barrier}`,
  );
  return folder;
}

/**
 * Makes a folder that nobody but its user and root may enter.
 * @throws Error when it belongs to someone else
 */
export async function makePrivate(
  folder: string,
  user: Pick<ServiceUser, "uid" | "gid" | "isOther">,
): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o755 });
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (!isCode(error, "EEXIST")) throw error;
  });
  const { uid } = await lstatFolder(folder);
  const self = process.getuid?.();
  if (uid !== user.uid && uid !== self) {
    throw new Error(
      `${folder} belongs to another user (uid ${uid}); started as that user or as root, it opens`,
    );
  }
  await chmod(folder, 0o700);
  if (user.isOther) await chown(folder, user.uid, user.gid);
}

/** `lstat`: in a shared /tmp someone else may have put a link in our place. */
async function lstatFolder(folder: string): Promise<{ uid: number }> {
  const stats = await lstat(folder);
  if (!stats.isDirectory()) throw new Error(`${folder} is not a folder`);
  return stats;
}

/** Where the sockets of a folder are: in it, or elsewhere if its path is too long for sockets of such names. */
export function socketFolder(folder: string, longestName: string): string {
  if (Buffer.byteLength(`${folder}/${longestName}`) <= LONGEST_SOCKET_PATH) return folder;
  // Not os.tmpdir(): TMPDIR differs between processes that must meet here, and is itself long on macOS.
  return `/tmp/loopward-${shortHash(folder)}`;
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
