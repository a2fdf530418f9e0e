import type { Cluster, ClusterOptions, Redis, RedisOptions } from "ioredis";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ConnectionOptions as TlsOptions } from "node:tls";
import { fail } from "../../findings/errors.js";
import { importDriver } from "../driver.js";
import { PROBE_TIMEOUT_MS } from "../probe-timeout.js";
import type { RedisAddress, RedisTls } from "./redis-address.js";

export type RedisClient = Redis | Cluster;

/** Asked once, with no retry; or connected for good, and again after each loss. */
export type Purpose = "probe" | "lasting";

interface Driver {
  readonly Redis: new (options: RedisOptions) => Redis;
  readonly Cluster: new (nodes: RedisNodes, options: ClusterOptions) => Cluster;
}
type RedisNodes = { host: string; port: number }[];

/**
 * How to make clients for an address.
 * @throws LOOPWARD_DRIVER_MISSING; LOOPWARD_BROKER_TLS when a file for TLS cannot be read
 */
export async function redisClients(
  address: RedisAddress,
  label: string,
  cwd: string,
): Promise<(purpose: Purpose) => RedisClient> {
  const driver = await importDriver<Driver>("ioredis", cwd, "A redis:// broker");
  const tls = address.tls && (await readTls(address.tls, label, cwd));
  return (purpose) => makeClient(driver, address, tls, purpose);
}

function makeClient(
  driver: Driver,
  address: RedisAddress,
  tls: TlsOptions | null,
  purpose: Purpose,
): RedisClient {
  const { mode, username, password, db, family } = address;
  const nodes = address.nodes.map(({ host, port }) => ({ host, port }));
  const once = purpose === "probe";
  const common: RedisOptions = {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls }),
    family,
    connectTimeout: PROBE_TIMEOUT_MS,
    // BullMQ requires null of whatever blocks: a command waits for the reconnect instead of failing.
    maxRetriesPerRequest: once ? 0 : null,
  };
  const retry = once ? { lazyConnect: true, retryStrategy: () => null } : {};
  if (mode === "single") return new driver.Redis({ ...common, ...nodes[0], ...retry, db });
  if (mode === "sentinel")
    return new driver.Redis({
      ...common,
      ...retry,
      ...sentinelOptions(address, tls, once),
      db,
      sentinels: nodes,
    });
  return new driver.Cluster(nodes, {
    redisOptions: common,
    lazyConnect: once,
    slotsRefreshTimeout: PROBE_TIMEOUT_MS,
    ...(once && { clusterRetryStrategy: () => null }),
    // A name must stay a name until it has been compared with the certificate.
    ...(tls && {
      dnsLookup: (name, callback) => {
        callback(null, name);
      },
    }),
  });
}

function sentinelOptions(address: RedisAddress, tls: TlsOptions | null, once: boolean): RedisOptions {
  const { master, sentinelUsername, sentinelPassword } = address;
  return {
    ...(master !== undefined && { name: master }),
    ...(sentinelUsername !== undefined && { sentinelUsername }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: tls }),
    ...(once && { sentinelRetryStrategy: () => null }),
    // The old primary answers as a replica for a moment: what it refused goes to the new one.
    reconnectOnError: (error) => (error.message.startsWith("READONLY") ? 2 : false),
  };
}

async function readTls(tls: RedisTls, label: string, cwd: string): Promise<TlsOptions> {
  const read = async (option: "cacert" | "cert" | "key") => {
    const file = tls[option];
    if (file === undefined) return undefined;
    try {
      return await readFile(path.resolve(cwd, file));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw fail("LOOPWARD_BROKER_TLS", [label, `the file of ${option} cannot be read (${reason})`], {
        cause: error,
      });
    }
  };
  const [ca, cert, key] = await Promise.all([read("cacert"), read("cert"), read("key")]);
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(tls.sni !== undefined && { servername: tls.sni }),
    ...(tls.insecure && { rejectUnauthorized: false }),
  };
}
