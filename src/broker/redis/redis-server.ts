import { RedisConnection } from "bullmq";
import { fail } from "../../findings/errors.js";
import type { RedisAddress } from "./redis-address.js";

/** What a Redis says of itself that a user should know. */
export interface RedisServer {
  /** "Redis 7.0.15", "Valkey 8.0.1". */
  readonly name: string;
  /** What should be changed at the server, a sentence each. */
  readonly notices: readonly string[];
}

/**
 * Judges a server by its answer to `INFO`.
 * @throws LOOPWARD_BROKER_VERSION when it is too old, a replica, or not of the arrangement that the URL says
 */
export function judgeRedis(info: string, mode: RedisAddress["mode"]): RedisServer {
  const says = (field: string) => new RegExp(`^${field}:(\\S+)`, "m").exec(info)?.[1];
  const version = says("redis_version");
  const name = says("valkey_version")
    ? `Valkey ${says("valkey_version")}`
    : `Redis ${version ?? "of unknown version"}`;
  const refuse = (what: string, wanted: string) => fail("LOOPWARD_BROKER_VERSION", [what, wanted]);
  // Valkey says which version of Redis it is compatible with, so both pass by the same number.
  if (version && isOlder(version, RedisConnection.minimumVersion))
    throw refuse(name, `Redis ${RedisConnection.minimumVersion} or newer is needed`);
  if (says("role") === "slave") {
    const primary = `${says("master_host") ?? "?"}:${says("master_port") ?? "?"}`;
    throw refuse("A read-only replica", `use its primary, ${primary}`);
  }
  if (mode !== "cluster" && says("cluster_enabled") === "1")
    throw refuse("A single node of a Redis Cluster", "begin the address with redis+cluster://");
  const notices: string[] = [];
  if (version && isOlder(version, RedisConnection.recommendedMinimumVersion))
    notices.push(`${name} is old: ${RedisConnection.recommendedMinimumVersion} or newer is recommended.`);
  const policy = says("maxmemory_policy");
  if (policy && policy !== "noeviction")
    notices.push(
      `${name} throws jobs away when its memory is full (maxmemory-policy ${policy}): CONFIG SET maxmemory-policy noeviction`,
    );
  return { name, notices };
}

function isOlder(version: string, wanted: string): boolean {
  return version.localeCompare(wanted, "en", { numeric: true }) < 0;
}
