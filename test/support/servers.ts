import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFile, chown, readdir, readFile, rm } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { Redis } from "ioredis";
import { migrateBroker } from "../../src/broker/migrate-broker.js";
import { eventually } from "./eventually.js";
import { makeTempFolder } from "./make-temp-folder.js";

/** Has a Redis answer, without a password, who comes from elsewhere. */
const OPEN = ["--protected-mode", "no"];

/** A broker to test with, and how to be rid of it. */
export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Set in CI: a broker that cannot be found or started is then a failure. */
const REQUIRED = process.env.LOOPWARD_TEST_REQUIRE_BROKERS === "1";

/**
 * A Redis: the one in `REDIS_URL`, or a `redis-server` of this machine on a free loopback port.
 * Null, and a line that says how to enable the suite, where there is neither.
 * @param addresses where it is to be reached, too: then it is always one of this machine
 */
export async function redisServer(addresses: readonly string[] = []): Promise<TestServer | null> {
  if (process.env.REDIS_URL && addresses.length === 0) return external(process.env.REDIS_URL);
  const binary = await onPath("redis-server");
  return binary
    ? start(binary, addresses)
    : missing("Redis", "set REDIS_URL or install redis-server", REQUIRED);
}

/** A Valkey: the one in `VALKEY_URL`, or a `valkey-server` of this machine; never required, as not every system has a package. */
export async function valkeyServer(): Promise<TestServer | null> {
  if (process.env.VALKEY_URL) return external(process.env.VALKEY_URL);
  const binary = await onPath("valkey-server");
  return binary ? start(binary) : missing("Valkey", "set VALKEY_URL or install valkey-server", false);
}

async function start(binary: string, addresses: readonly string[] = []): Promise<TestServer> {
  const port = await freePort();
  const folder = await makeTempFolder();
  const reached = ["--bind", "127.0.0.1", ...addresses, ...(addresses.length > 0 ? OPEN : [])];
  const args = ["--port", String(port), ...reached, "--save", "", "--dir", folder];
  const child = spawn(binary, args, { stdio: "ignore" });
  const url = `redis://127.0.0.1:${port}`;
  await untilAnswering(child, path.basename(binary), () => redisAnswers(url));
  return { url, stop: () => end(child, folder) };
}

/**
 * A PostgreSQL: the one in `DATABASE_URL`, or the newest of this machine on a free loopback port (as root it runs
 * as `postgres`). Null, and a line that says how to enable the suite, where there is neither.
 * @param addresses where it is to be reached, too: then it is always one of this machine
 */
export async function postgresServer(addresses: readonly string[] = []): Promise<TestServer | null> {
  const server = await emptyPostgresServer(addresses);
  if (server) await migrateBroker(server.url, { cwd: process.cwd() });
  return server;
}

/** The same without the tables that brokers need, unless it is one of the user's that has them. */
export async function emptyPostgresServer(addresses: readonly string[] = []): Promise<TestServer | null> {
  if (process.env.DATABASE_URL && addresses.length === 0) return external(process.env.DATABASE_URL);
  const bin = await newestPostgres();
  if (!bin) return missing("PostgreSQL", "set DATABASE_URL or install postgresql", REQUIRED);
  const port = await freePort();
  const folder = await makeTempFolder();
  const as = process.getuid?.() === 0 ? await idsOf("postgres") : {};
  if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
  const data = path.join(folder, "data");
  await promisify(execFile)(path.join(bin, "initdb"), ["-D", data, "-A", "trust", "-U", "loopward"], as);
  if (addresses.length > 0) await appendFile(path.join(data, "pg_hba.conf"), "host all all samenet trust\n");
  const settings = [
    "-c",
    `listen_addresses=${["127.0.0.1", ...addresses].join()}`,
    "-c",
    `port=${port}`,
    "-c",
    `unix_socket_directories=${folder}`,
  ];
  const child = spawn(path.join(bin, "postgres"), ["-D", data, ...settings], { ...as, stdio: "ignore" });
  const url = `postgres://loopward@127.0.0.1:${port}/postgres`;
  await untilAnswering(child, "PostgreSQL", () => postgresAnswers(url));
  return { url, stop: () => end(child, folder) };
}

function external(url: string): TestServer {
  return { url, stop: () => Promise.resolve() };
}

export function missing(what: string, how: string, required = REQUIRED): null {
  if (required) throw new Error(`${what} is required here, and there is none: ${how}`);
  process.stdout.write(`SKIPPED: the ${what} suites, for want of a server: ${how}\n`);
  return null;
}

export async function untilAnswering(
  child: ChildProcess,
  name: string,
  probe: () => Promise<boolean>,
): Promise<void> {
  await eventually(`${name} answers`, () => {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    return probe();
  });
}

export async function redisAnswers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

export async function postgresAnswers(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, "exit");
    child.kill("SIGINT");
    await exit;
  }
  await rm(folder, { recursive: true, force: true });
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Where a program is; null where it is not. */
export async function onPath(program: string): Promise<string | null> {
  try {
    return (await promisify(execFile)("which", [program])).stdout.trim();
  } catch {
    return null;
  }
}

export async function newestPostgres(): Promise<string | null> {
  const debian = "/usr/lib/postgresql";
  const versions = await readdir(debian).catch(() => []);
  const newest = versions.map(Number).sort((a, b) => b - a)[0];
  if (newest !== undefined) return path.join(debian, String(newest), "bin");
  const elsewhere = await onPath("initdb");
  return elsewhere && path.dirname(elsewhere);
}

export async function idsOf(name: string): Promise<{ uid?: number; gid?: number }> {
  const line = (await readFile("/etc/passwd", "utf8")).split("\n").find((l) => l.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : {};
}
