import { readFile } from "node:fs/promises";
import os from "node:os";
import { fail } from "../../findings/errors.js";

/** The user that PostgreSQL runs as. */
export interface ServiceUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** True where Loopward runs as root: PostgreSQL refuses to, and files have to be given to this user. */
  readonly isOther: boolean;
}

/**
 * Whoever Loopward runs as, but an unprivileged user instead of root: `postgres` where there is one, else `nobody`.
 * @throws LOOPWARD_EMBEDDED_FAILED when the user has no entry in the user database, which PostgreSQL insists on
 */
export async function serviceUser(): Promise<ServiceUser> {
  if (process.getuid?.() !== 0) {
    const { username, uid, gid } = ownUser();
    return { name: username, uid, gid, isOther: false };
  }
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const wanted of ["postgres", "nobody"]) {
    const [name, , uid, gid] = users.find(([name]) => name === wanted) ?? [];
    if (name && uid && gid) return { name, uid: Number(uid), gid: Number(gid), isOther: true };
  }
  throw fail("LOOPWARD_EMBEDDED_FAILED", [
    "PostgreSQL refuses to run as root and this machine has neither a user `postgres` nor `nobody`. Add one, or run Loopward as another user.",
  ]);
}

function ownUser(): os.UserInfo<string> {
  try {
    return os.userInfo();
  } catch (error) {
    throw fail(
      "LOOPWARD_EMBEDDED_FAILED",
      [`the user id ${process.getuid?.() ?? "?"} has no entry in /etc/passwd, and PostgreSQL needs one.`],
      { cause: error },
    );
  }
}
