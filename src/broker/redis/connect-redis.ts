import { createRedisBackend, withBackend, type ConnectionOptions, type IQueueBackend } from "bullmq";
import type { Redis, RedisOptions } from "ioredis";
import type { BrokerAddress } from "../broker-url.js";
import type { Connection } from "../connection.js";
import { importDriver } from "../driver.js";
import { PROBE_TIMEOUT_MS } from "../probe-timeout.js";
import type { OpenBrokerOptions } from "../types.js";
import { gatherWrites } from "./gather-writes.js";
import { probeRedis } from "./probe-redis.js";

/** Connects to a Redis or Valkey server: one client for all commands; BullMQ duplicates it for each stream. */
export async function connectRedis(address: BrokerAddress, options: OpenBrokerOptions): Promise<Connection> {
  const { Redis: RedisClient } = await importDriver<{ Redis: new (url: string, o: RedisOptions) => Redis }>(
    "ioredis",
    options.cwd,
    "A redis:// broker",
  );
  await probeRedis((extra) => new RedisClient(address.target, extra), address.label);

  const client = new RedisClient(address.target, {
    connectTimeout: PROBE_TIMEOUT_MS,
    // BullMQ requires it of whatever blocks: a command waits for the reconnect instead of failing.
    maxRetriesPerRequest: null,
  });
  client.on("error", (error) => options.onError?.(error));
  gatherWrites(client);
  return {
    classes: withBackend<IQueueBackend, ConnectionOptions>(createRedisBackend),
    options: client as ConnectionOptions,
    // A stream is a connection of its own, without limit on our side.
    addStream: () => undefined,
    close: () => quit(client),
  };
}

/** Ends the client; a lost connection is not waited for. */
async function quit(client: Redis): Promise<void> {
  if (client.status === "ready") await client.quit();
  else client.disconnect();
}
