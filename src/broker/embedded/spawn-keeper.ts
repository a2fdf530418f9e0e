import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rename, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { KeeperPlan } from "./keeper-plan.js";

const LOG_LIMIT_BYTES = 1_000_000;
const LOG_TAIL_LINES = 6;

/**
 * Starts a keeper that outlives us. Resolves when its process has ended (its work done, or another keeper
 * holding the home already); null then, or the end of its log when it failed.
 */
export async function spawnKeeper(plan: KeeperPlan): Promise<string | null> {
  const log = await openLog(plan.home.folder);
  const child = spawn(process.execPath, [keeperFile(), JSON.stringify(plan)], {
    // A session of its own: Ctrl-C in our terminal is not meant for it.
    detached: true,
    cwd: plan.home.folder,
    // NODE_OPTIONS and the like are for the user's program.
    env: { PATH: process.env.PATH },
    stdio: ["ignore", log.fd, log.fd],
  });
  child.unref();
  try {
    await once(child, "spawn");
  } finally {
    await log.close();
  }
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0 ? null : logTail(plan.home.folder);
}

function keeperFile(): string {
  return fileURLToPath(new URL("keeper.js", import.meta.url));
}

async function openLog(folder: string) {
  const file = path.join(folder, "log");
  const size = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(file, `${file}.old`);
  return open(file, "a", 0o600);
}

async function logTail(folder: string): Promise<string> {
  const text = await readFile(path.join(folder, "log"), "utf8").catch(() => "");
  return text.trim().split("\n").slice(-LOG_TAIL_LINES).join("\n");
}
