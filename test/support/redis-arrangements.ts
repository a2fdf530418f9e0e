import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { eventually } from "./eventually.js";
import { makeTempFolder } from "./make-temp-folder.js";
import { freePort, onPath } from "./servers.js";

const run = promisify(execFile);

/** Redis servers that work together, on free loopback ports; all gone after `stop`. */
export class RedisServers {
  readonly folder: string;
  readonly #binary: string;
  readonly #children = new Map<number, ChildProcess>();

  private constructor(binary: string, folder: string) {
    this.#binary = binary;
    this.folder = folder;
  }

  /** Null where this machine has no `redis-server`. */
  static async make(): Promise<RedisServers | null> {
    const binary = await onPath("redis-server");
    return binary ? new RedisServers(binary, await makeTempFolder()) : null;
  }

  /** Starts one more; resolves to its port when it answers. */
  async start(args: readonly string[] = [], first?: string): Promise<number> {
    const port = await freePort();
    const own = ["--port", String(port), "--bind", "127.0.0.1", "--dir", this.folder, "--save", ""];
    this.#children.set(
      port,
      spawn(this.#binary, [...(first ? [first] : []), ...own, ...args], { stdio: "ignore" }),
    );
    await this.#untilAnswering(port);
    return port;
  }

  /** Starts one that speaks TLS only, with a certificate by an authority of its own. */
  async startTls(): Promise<{ port: number; ca: string }> {
    const { ca, cert, key } = await makeCertificates(this.folder);
    const port = await freePort();
    const tls = [
      "--tls-port",
      String(port),
      "--tls-cert-file",
      cert,
      "--tls-key-file",
      key,
      "--tls-ca-cert-file",
      ca,
    ];
    const child = spawn(
      this.#binary,
      [
        "--port",
        "0",
        "--bind",
        "127.0.0.1",
        "--dir",
        this.folder,
        "--save",
        "",
        ...tls,
        "--tls-auth-clients",
        "optional",
      ],
      { stdio: "ignore" },
    );
    this.#children.set(port, child);
    const client = new Redis({ port, tls: { rejectUnauthorized: false }, retryStrategy: () => 50 });
    client.on("error", () => undefined);
    await eventually("the TLS server answers", () => client.status === "ready");
    client.disconnect();
    return { port, ca };
  }

  async kill(port: number): Promise<void> {
    const child = this.#children.get(port);
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#children.keys()].map((port) => this.kill(port)));
    await rm(this.folder, { recursive: true, force: true });
  }

  async #untilAnswering(port: number): Promise<void> {
    const client = new Redis({ port, retryStrategy: () => 50 });
    client.on("error", () => undefined);
    await eventually(`Redis answers on ${port}`, () => {
      if (this.#children.get(port)?.exitCode !== null) throw new Error("redis-server ended");
      return client.status === "ready";
    });
    client.disconnect();
  }
}

/** A primary with a replica, and two sentinels that elect alone and soon. */
export async function sentinelPair(
  servers: RedisServers,
): Promise<{ url: string; primary: number; replica: number }> {
  const primary = await servers.start();
  const replica = await servers.start(["--replicaof", "127.0.0.1", String(primary)]);
  const admin = new Redis({ port: primary });
  await eventually("the replica follows", async () =>
    (await admin.info("replication")).includes("state=online"),
  );
  await admin.quit();
  const sentinels: number[] = [];
  for (const name of ["one", "two"]) {
    const file = path.join(servers.folder, `sentinel-${name}.conf`);
    await writeFile(
      file,
      `sentinel monitor mymaster 127.0.0.1 ${primary} 1\nsentinel down-after-milliseconds mymaster 500\nsentinel failover-timeout mymaster 3000\n`,
    );
    // Its file has to come first.
    sentinels.push(await servers.start(["--sentinel"], file));
  }
  for (const port of sentinels) {
    const sentinel = new Redis({ port });
    await eventually("the sentinels know one another and the replica", async () => {
      const [facts] = (await sentinel.call("sentinel", "masters")) as [string[]];
      const says = (field: string) => facts[facts.indexOf(field) + 1];
      return says("num-slaves") === "1" && says("num-other-sentinels") === "1";
    });
    sentinel.disconnect();
  }
  return {
    url: `redis+sentinel://${sentinels.map((port) => `127.0.0.1:${port}`).join()}/mymaster`,
    primary,
    replica,
  };
}

/** Three nodes that hold a third of the slots each. */
export async function clusterOfThree(
  servers: RedisServers,
): Promise<{ url: string; ports: readonly number[] }> {
  const ports: number[] = [];
  for (const n of [1, 2, 3]) {
    const bus = await freePort();
    const own = [
      "--cluster-config-file",
      path.join(servers.folder, `nodes-${n}.conf`),
      "--cluster-port",
      String(bus),
    ];
    ports.push(await servers.start(["--cluster-enabled", "yes", ...own]));
  }
  const nodes = ports.map((port) => `127.0.0.1:${port}`);
  await run("redis-cli", ["--cluster", "create", ...nodes, "--cluster-yes"], { timeout: 30_000 });
  for (const port of ports) {
    const node = new Redis({ port });
    await eventually("the cluster is whole", async () =>
      ((await node.call("cluster", "info")) as string).includes("cluster_state:ok"),
    );
    node.disconnect();
  }
  return { url: `redis+cluster://${nodes.join()}`, ports };
}

/** Files of an authority and of a server's certificate for `localhost` and 127.0.0.1 by it. */
export async function makeCertificates(folder: string): Promise<{ ca: string; cert: string; key: string }> {
  const file = (name: string) => path.join(folder, name);
  const key = (name: string) => ["-newkey", "rsa:2048", "-nodes", "-keyout", file(`${name}.key`)];
  await run("openssl", [
    "req",
    "-x509",
    ...key("ca"),
    "-out",
    file("ca.crt"),
    "-subj",
    "/CN=Loopward test",
    "-days",
    "2",
  ]);
  const names = [
    "-addext",
    "subjectAltName=DNS:localhost,IP:127.0.0.1",
    "-addext",
    "basicConstraints=CA:FALSE",
  ];
  const by = ["-CA", file("ca.crt"), "-CAkey", file("ca.key")];
  await run("openssl", [
    "req",
    "-x509",
    ...key("server"),
    ...by,
    "-out",
    file("server.crt"),
    "-subj",
    "/CN=localhost",
    "-days",
    "2",
    ...names,
  ]);
  return { ca: file("ca.crt"), cert: file("server.crt"), key: file("server.key") };
}
