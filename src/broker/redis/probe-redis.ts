import { fail, LoopwardError, type ErrorCode } from "../../findings/errors.js";
import { withinProbeTimeout } from "../probe-timeout.js";
import { tlsReason } from "../tls-reason.js";
import type { RedisAddress } from "./redis-address.js";
import type { RedisClient } from "./redis-client.js";
import { judgeRedis, type RedisServer } from "./redis-server.js";

/**
 * Asks the server once who it is, with no retry, by a client that it closes.
 * @throws LOOPWARD_BROKER_UNREACHABLE, _DENIED, _DATABASE, _TLS, _VERSION
 */
export async function probeRedis(
  client: RedisClient,
  { mode, db, master, tls }: RedisAddress,
  label: string,
): Promise<RedisServer> {
  // `connect()` rejects with "Connection is closed."; the reason comes by this event only.
  let heard: Error | undefined;
  client.on("error", (error: Error) => (heard ??= error));
  try {
    const info = async () => {
      await client.connect();
      // Again, for its answer: a connection whose SELECT failed stays on database 0.
      if (mode !== "cluster") await client.select(db);
      return client.info();
    };
    return judgeRedis(await withinProbeTimeout(info()), mode);
  } catch (error) {
    if (error instanceof LoopwardError) throw error;
    const cause = reasonBehind(heard ?? error);
    throw explain(cause, mode, label, master, tls !== null);
  } finally {
    client.disconnect();
  }
}

/** A cluster client that found no node says so, and keeps what a node said. */
function reasonBehind(error: unknown): unknown {
  const nodeError = error instanceof Error && "lastNodeError" in error ? error.lastNodeError : undefined;
  return nodeError ?? error;
}

/** First match wins; what Redis answers, by its beginning or its words. */
const CODES: readonly (readonly [RegExp, ErrorCode & `LOOPWARD_BROKER_${"DENIED" | "DATABASE"}`])[] = [
  [/^(NOAUTH|WRONGPASS|NOPERM)|\bAUTH\b|invalid password/, "LOOPWARD_BROKER_DENIED"],
  [/DB index|SELECT is not allowed/, "LOOPWARD_BROKER_DATABASE"],
];

function explain(
  cause: unknown,
  mode: RedisAddress["mode"],
  label: string,
  master: string | undefined,
  wantsTls: boolean,
): LoopwardError {
  const message = cause instanceof Error ? cause.message || String(cause) : String(cause);
  if (message.includes("cluster support disabled"))
    return fail("LOOPWARD_BROKER_VERSION", ["A single Redis", "begin its address with redis://"], { cause });
  const tls = tlsReason(cause, "?cacert=FILE", wantsTls ? "redis://" : "rediss://");
  if (tls) return fail("LOOPWARD_BROKER_TLS", [label, tls], { cause });
  const code = CODES.find(([words]) => words.test(message))?.[1] ?? "LOOPWARD_BROKER_UNREACHABLE";
  return fail(code, [label, inPlainWords(message, mode, master, wantsTls)], { cause });
}

function inPlainWords(message: string, mode: RedisAddress["mode"], master = "", wantsTls: boolean): string {
  if (mode === "sentinel" && message.startsWith("All sentinels are unreachable"))
    return message.includes("Last error") && !message.includes("No such master")
      ? "no sentinel answers"
      : `its sentinels watch nothing named ${JSON.stringify(master)}`;
  if (!wantsTls && (message === "Connection is closed." || message.includes("ECONNRESET")))
    return "it ends the connection without a word, as a server does that wants TLS (rediss://)";
  if (wantsTls && message.startsWith("no answer within"))
    return `${message}, as from a server that does not speak TLS (redis://)`;
  return message;
}
