import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { migrateBroker } from "../../src/broker/migrate-broker.js";
import { makeTempFolder } from "./make-temp-folder.js";
import {
  freePort,
  idsOf,
  missing,
  newestPostgres,
  onPath,
  postgresAnswers,
  redisAnswers,
  untilAnswering,
} from "./servers.js";

/** A server of the test's own that can be halted and started again, on the same port and with the same data. */
export interface Restartable {
  readonly url: string;
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Halts it, and removes its data. */
  stop(): Promise<void>;
}

/** A Redis that writes every command down; null where this machine has none. */
export async function restartableRedis(): Promise<Restartable | null> {
  const binary = await onPath("redis-server");
  if (!binary) return missing("restarted Redis", "install redis-server");
  const [port, folder] = [await freePort(), await makeTempFolder()];
  const url = `redis://127.0.0.1:${port}`;
  const persistence = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
  return begin(url, folder, async () => {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, ...persistence];
    const child = spawn(binary, args, { stdio: "ignore" });
    await untilAnswering(child, "Redis", () => redisAnswers(url));
    return child;
  });
}

/** A PostgreSQL; null where this machine has none. */
export async function restartablePostgres(): Promise<Restartable | null> {
  const bin = await newestPostgres();
  if (!bin) return missing("restarted PostgreSQL", "install postgresql");
  const [port, folder] = [await freePort(), await makeTempFolder()];
  const as = process.getuid?.() === 0 ? await idsOf("postgres") : {};
  if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
  const data = path.join(folder, "data");
  await promisify(execFile)(path.join(bin, "initdb"), ["-D", data, "-A", "trust", "-U", "loopward"], as);
  const url = `postgres://loopward@127.0.0.1:${port}/postgres`;
  const server = await begin(url, folder, async () => {
    const settings = [`listen_addresses=127.0.0.1`, `port=${port}`, `unix_socket_directories=${folder}`];
    const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
    const child = spawn(path.join(bin, "postgres"), args, { ...as, stdio: "ignore" });
    await untilAnswering(child, "PostgreSQL", () => postgresAnswers(url));
    return child;
  });
  await migrateBroker(url, { cwd: process.cwd() });
  return server;
}

async function begin(url: string, folder: string, run: () => Promise<ChildProcess>): Promise<Restartable> {
  let child = await run();
  const halt = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    // PostgreSQL breaks off its sessions then, and Redis ends in good order.
    child.kill("SIGINT");
    await ended;
  };
  return {
    url,
    halt,
    start: async () => {
      child = await run();
    },
    stop: async () => {
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
