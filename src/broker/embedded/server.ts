import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataFolder, SERVER_ENV } from "./data-folder.js";
import { DATABASE_PORT, type KeeperPlan } from "./keeper-plan.js";
import { readPostmasterFile } from "./postmaster-file.js";

const LOOK_EVERY_MS = 5;
/** A server that does not stop in this time is made to: it recovers from its log at the next start. */
const FAST_STOP_MS = 20_000;

/**
 * Settings of a small private server. Durability is PostgreSQL's own (fsync and synchronous_commit stay on).
 * What is off here is for replicas, parallel queries and big machines.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "",
  port: String(DATABASE_PORT),
  unix_socket_permissions: "0700",
  max_connections: "300",
  shared_buffers: "64MB",
  // Not `minimal`: a sequence made and used in one transaction, as a queue's is, then counts from 1 again after a crash.
  wal_level: "replica",
  max_wal_senders: "0",
  min_wal_size: "80MB",
  max_wal_size: "512MB",
  io_method: "sync",
  // In files of the data folder: a container may have no /dev/shm, or lose it between two starts.
  dynamic_shared_memory_type: "mmap",
  // A deadlock is tried again at once, and should not cost a second.
  deadlock_timeout: "100ms",
  jit: "off",
  max_parallel_workers_per_gather: "0",
  // A queue's table is rewritten all the time: vacuumed early, its indexes stay small.
  autovacuum_naptime: "10s",
  autovacuum_vacuum_scale_factor: "0.05",
};

/** A running PostgreSQL, child of this process. */
export class Server {
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  #switch: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#switch = this.#armSwitch();
    this.ended = new Promise((resolve) => {
      child.once("exit", () => {
        this.#switch.kill("SIGKILL");
        resolve();
      });
    });
  }

  /** Starts the server; null when it ended before it took connections. Its output goes to our stderr, the log. */
  static async start(plan: KeeperPlan): Promise<Server | null> {
    const data = dataFolder(plan);
    const settings = { ...SETTINGS, unix_socket_directories: plan.home.sockets };
    const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const child = spawn(path.join(plan.binaries.root, "bin", "postgres"), ["-D", data, ...args], {
      cwd: plan.home.folder,
      env: SERVER_ENV,
      stdio: ["ignore", 2, 2],
      ...(plan.user.isOther && { uid: plan.user.uid, gid: plan.user.gid }),
    });
    await once(child, "spawn");
    const server = new Server(child);
    for (;;) {
      const file = await readPostmasterFile(data);
      if (file?.pid === child.pid && file?.ready) return server;
      const ended = await Promise.race([server.ended.then(() => true), sleep(LOOK_EVERY_MS, false)]);
      if (ended) return null;
    }
  }

  /** Breaks off all sessions and ends in good order; by force when that takes too long. */
  async stop(): Promise<void> {
    this.#child.kill("SIGINT");
    const timer = setTimeout(() => this.#child.kill("SIGQUIT"), FAST_STOP_MS);
    await this.ended;
    clearTimeout(timer);
  }

  /** A switch that was killed is replaced: the keeper may be next. */
  #armSwitch(): ChildProcess {
    const armed = deadMansSwitch(this.#child);
    armed.once("exit", (_, signal) => {
      const isNeeded = this.#child.exitCode === null && this.#child.signalCode === null;
      if (signal && isNeeded) this.#switch = this.#armSwitch();
    });
    return armed;
  }
}

/**
 * A shell that stops the server when we are gone, however that came about: its standard input then ends.
 * Without it a keeper killed by SIGKILL, together with all users, would leave PostgreSQL behind for ever.
 */
function deadMansSwitch(server: ChildProcess): ChildProcess {
  const script = 'read -r _; kill -INT "$1" 2>/dev/null';
  return spawn("/bin/sh", ["-c", script, "loopward-switch", String(server.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
}
