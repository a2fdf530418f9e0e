import { SchemaVersionMismatchError, UnsupportedPostgresVersionError } from "bullmq";
import pg from "pg";
import { fail, LoopwardError, type ErrorCode } from "../../findings/errors.js";
import { withinProbeTimeout } from "../probe-timeout.js";
import { tlsReason } from "../tls-reason.js";

/**
 * Connects once, with no retry, and lets `ask` use the connection.
 * @throws LOOPWARD_BROKER_UNREACHABLE, _DENIED, _DATABASE, _TLS, _VERSION
 */
export async function askPostgres<Answer>(
  config: pg.ClientConfig,
  label: string,
  ask: (client: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  let client: pg.Client | undefined;
  try {
    // It reads the files that the address names.
    client = new pg.Client(config);
    // The connection may be lost between two queries; the query that follows reports it.
    client.on("error", () => undefined);
    await withinProbeTimeout(client.connect());
    return await ask(client);
  } catch (error) {
    throw explain(error, label);
  } finally {
    // What failed is reported already; a server that does not answer must not hold the end up either.
    void client?.end().catch(() => undefined);
  }
}

function explain(error: unknown, label: string): LoopwardError {
  if (error instanceof LoopwardError) return error;
  // A name with several addresses fails with one error for each and an empty message of its own.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const message = first instanceof Error ? first.message || first.name : String(first);
  if (error instanceof UnsupportedPostgresVersionError) {
    const { serverVersion, minimumVersion } = error;
    const parts: [string, string] = [`PostgreSQL ${serverVersion}`, `version ${minimumVersion} is needed`];
    return fail("LOOPWARD_BROKER_VERSION", parts, { cause: error });
  }
  if (error instanceof SchemaVersionMismatchError)
    return fail("LOOPWARD_BROKER_VERSION", [`The schema in ${label}`, message], { cause: error });
  const tls = tlsReason(first, "?sslmode=verify-full&sslrootcert=FILE", tlsAdvice(message));
  if (tls) return fail("LOOPWARD_BROKER_TLS", [label, tls], { cause: error });
  return fail(codeOf(first, message), [label, message], { cause: error });
}

function tlsAdvice(message: string): string {
  return message.endsWith("no encryption") ? "?sslmode=verify-full" : "?sslmode=disable";
}

/** SQLSTATE classes: 28 invalid authorization, 42501 insufficient privilege, 3D000 no such database. */
function codeOf(
  error: unknown,
  message: string,
): ErrorCode & `LOOPWARD_BROKER_${"DENIED" | "DATABASE" | "TLS" | "UNREACHABLE"}` {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "3D000") return "LOOPWARD_BROKER_DATABASE";
  // What is read are the files of `sslrootcert` and the like; a server's own socket that is not there is connected to.
  const isRead = !(error instanceof Error && "syscall" in error && error.syscall === "connect");
  if (isRead && (code === "ENOENT" || code === "EACCES")) return "LOOPWARD_BROKER_TLS";
  // pg throws a plain error when the server asks for a password and none was given.
  const denied = /^(28|42501)/.test(code) || message.includes("password must be a string");
  return denied ? "LOOPWARD_BROKER_DENIED" : "LOOPWARD_BROKER_UNREACHABLE";
}
