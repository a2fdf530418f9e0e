import { createRedisBackend, withBackend, type ConnectionOptions, type IQueueBackend } from "bullmq";
import type { BrokerAddress } from "../broker-url.js";
import type { Connection } from "../connection.js";
import type { OpenBrokerOptions } from "../types.js";
import { gatherWrites } from "./gather-writes.js";
import { probeRedis } from "./probe-redis.js";
import { parseRedisUrl } from "./redis-address.js";
import { RedisRecords } from "./redis-records.js";
import { redisClients, type RedisClient } from "./redis-client.js";

/** Connects to a Redis or Valkey: one client for all commands; BullMQ duplicates it for each stream. */
export async function connectRedis(
  { target, label }: BrokerAddress,
  options: OpenBrokerOptions,
): Promise<Connection> {
  const address = parseRedisUrl(target, label);
  const makeClient = await redisClients(address, label, options.cwd);
  const server = await probeRedis(makeClient("probe"), address, label);
  for (const notice of server.notices) options.onNotice?.(notice);

  const client = makeClient("lasting");
  client.on("error", (error: Error) => options.onError?.(error));
  gather(client);
  return {
    classes: withBackend<IQueueBackend, ConnectionOptions>(createRedisBackend),
    options: client as ConnectionOptions,
    prefix: address.prefix,
    server: server.name,
    // A stream is a connection of its own, without limit on our side.
    addStream: () => undefined,
    records: (name, limits) => new RedisRecords(client, { prefix: address.prefix, label }, name, limits),
    close: () => quit(client),
  };
}

function gather(client: RedisClient): void {
  // A cluster has a connection for each node, made when it is needed.
  if ("nodes" in client) client.on("+node", gatherWrites);
  else gatherWrites(client);
}

/** Ends the client; a lost connection is not waited for. */
async function quit(client: RedisClient): Promise<void> {
  if (client.status === "ready") await client.quit();
  else client.disconnect();
}
