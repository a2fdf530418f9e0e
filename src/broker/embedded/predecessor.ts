import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { fail } from "../../findings/errors.js";
import { dataFolder } from "./data-folder.js";
import { DATABASE_PORT, type KeeperPlan } from "./keeper-plan.js";
import { adoptPostmasterFile, readPostmasterFile, type PostmasterFile } from "./postmaster-file.js";
import { answers } from "./socket-alive.js";

/** How long a server that a killed keeper left may take to stop. */
const STOP_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 20;

/**
 * Clears the way for a new server in a data folder whose keeper died: stops the server it left, or mends the file of
 * one that is dead. Sessions of other users break and come back: their pools reconnect.
 * @throws LOOPWARD_BROKER_BUSY when a server runs there that no keeper started, or out of our reach
 */
export async function clearPredecessor(plan: KeeperPlan): Promise<void> {
  const data = dataFolder(plan);
  const file = await readPostmasterFile(data);
  if (!file) return;
  if (!(await isPostmaster(file.pid, data))) {
    await assertNoneElsewhere(file, data);
    await adoptPostmasterFile(data);
    return;
  }
  // A server with another socket folder was started by hand: it is in use.
  if (file.socketFolder !== "" && file.socketFolder !== plan.home.sockets) throw busy(data, file.pid);
  await stopServer(data, file.pid);
}

/** The process may live in another container, where its id means something else; its socket then answers all the same. */
async function assertNoneElsewhere(file: PostmasterFile, data: string): Promise<void> {
  if (file.socketFolder === "") return;
  const socket = path.join(file.socketFolder, `.s.PGSQL.${DATABASE_PORT}`);
  if (await answers(socket)) throw busy(data, file.pid);
}

async function stopServer(data: string, pid: number): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  try {
    // SIGINT: the fast shutdown; sessions are broken off, nothing that was committed is lost.
    process.kill(pid, "SIGINT");
  } catch (error) {
    if (isCode(error, "ESRCH")) return;
    throw busy(data, pid, error);
  }
  while (Date.now() < deadline) {
    // Not `kill(pid, 0)`: where process 1 reaps no children, a server that ended stays as a zombie.
    if (!(await isPostmaster(pid, data))) return;
    await sleep(LOOK_EVERY_MS);
  }
  throw busy(data, pid);
}

async function isPostmaster(pid: number, data: string): Promise<boolean> {
  const command = await commandLine(pid);
  return command.includes("postgres") && command.includes(data);
}

/** The command line of a process; empty when there is none. */
async function commandLine(pid: number): Promise<string> {
  try {
    // Slim images have no `ps`, and a zombie's file is empty.
    if (process.platform === "linux") return await readFile(`/proc/${pid}/cmdline`, "utf8");
    return (await promisify(execFile)("ps", ["-ww", "-o", "args=", "-p", String(pid)])).stdout;
  } catch (error) {
    // ps ends with 1 when there is no such process.
    if (isCode(error, "ENOENT") || isCode(error, "ESRCH") || isCode(error, 1)) return "";
    throw error;
  }
}

function isCode(error: unknown, code: string | number): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function busy(data: string, pid: number, cause?: unknown): Error {
  return fail("LOOPWARD_BROKER_BUSY", [path.dirname(data), `the PostgreSQL of process ${pid}`], { cause });
}
