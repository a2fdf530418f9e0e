import { RedisConnection } from "bullmq";
import type { Redis, RedisOptions } from "ioredis";
import { fail, LoopwardError } from "../../findings/errors.js";
import { PROBE_TIMEOUT_MS, withinProbeTimeout } from "../probe-timeout.js";

/**
 * Asks the server once who it is, with no retry.
 * @throws LOOPWARD_BROKER_UNREACHABLE, LOOPWARD_BROKER_DENIED, LOOPWARD_BROKER_VERSION
 */
export async function probeRedis(connect: (options: RedisOptions) => Redis, label: string): Promise<void> {
  const client = connect({
    lazyConnect: true,
    connectTimeout: PROBE_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // `connect()` rejects with "Connection is closed."; the reason comes by this event only.
  let reason: Error | undefined;
  client.on("error", (error) => (reason ??= error));
  try {
    const info = await withinProbeTimeout(client.connect().then(() => client.info("server")));
    assertVersion(info);
  } catch (error) {
    if (error instanceof LoopwardError) throw error;
    const cause = reason ?? error;
    const message = cause instanceof Error ? cause.message || String(cause) : String(cause);
    const code = /^(NOAUTH|WRONGPASS|NOPERM)|AUTH/.test(message)
      ? "LOOPWARD_BROKER_DENIED"
      : "LOOPWARD_BROKER_UNREACHABLE";
    throw fail(code, [label, message], { cause });
  } finally {
    client.disconnect();
  }
}

/** Valkey reports the Redis version that it is compatible with, so both pass by the same number. */
function assertVersion(info: string): void {
  const version = /^redis_version:(\S+)/m.exec(info)?.[1];
  if (!version) return;
  const [major = 0] = version.split(".").map(Number);
  const [wanted = 0] = RedisConnection.minimumVersion.split(".").map(Number);
  if (major < wanted) {
    throw fail("LOOPWARD_BROKER_VERSION", [`Redis ${version}`, `Redis ${wanted} or newer is needed`]);
  }
}
