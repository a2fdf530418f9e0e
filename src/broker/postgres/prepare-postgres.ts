import {
  assertPostgresVersion,
  assertSchemaCompatibility,
  DEFAULT_SCHEMA,
  runMigrations,
  SchemaMigrationRequiredError,
  SchemaVersionMismatchError,
  UnsupportedPostgresVersionError,
} from "bullmq";
import pg from "pg";
import { fail, LoopwardError } from "../../findings/errors.js";
import { withinProbeTimeout } from "../probe-timeout.js";

/**
 * Asks the server once who it is, with no retry, and brings BullMQ's schema up to date.
 * @throws LOOPWARD_BROKER_UNREACHABLE, LOOPWARD_BROKER_DENIED, LOOPWARD_BROKER_VERSION
 */
export async function preparePostgres(
  config: pg.ClientConfig,
  label: string,
  onNotice?: (message: string) => void,
): Promise<void> {
  const client = new pg.Client(config);
  // The connection may be lost between two queries; the query that follows reports it.
  client.on("error", () => undefined);
  try {
    await withinProbeTimeout(client.connect());
    await assertPostgresVersion(client);
    await migrate(client, onNotice);
  } catch (error) {
    throw explain(error, label);
  } finally {
    // What failed is reported already; a server that does not answer must not hold the end up either.
    void client.end().catch(() => undefined);
  }
}

async function migrate(client: pg.Client, onNotice?: (message: string) => void): Promise<void> {
  if (await isMigrated(client)) return;
  onNotice?.(`creating BullMQ's tables in the schema ${DEFAULT_SCHEMA}`);
  await runMigrations(client);
}

async function isMigrated(client: pg.Client): Promise<boolean> {
  // BullMQ's own check reads the table unseen, and leaves an ERROR in the server's log where there is none.
  const ledger = await client.query<{ name: string | null }>("SELECT to_regclass($1) AS name", [
    `${DEFAULT_SCHEMA}.migration`,
  ]);
  if (!ledger.rows[0]?.name) return false;
  try {
    await assertSchemaCompatibility(client);
    return true;
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return false;
    throw error;
  }
}

/** SQLSTATE classes: 28 invalid authorization, 42501 insufficient privilege. */
const DENIED = /^(28|42501)/;

function explain(error: unknown, label: string): LoopwardError {
  if (error instanceof LoopwardError) return error;
  const message = error instanceof Error ? error.message || error.name : String(error);
  if (error instanceof UnsupportedPostgresVersionError) {
    const { serverVersion, minimumVersion } = error;
    const parts: [string, string] = [`PostgreSQL ${serverVersion}`, `version ${minimumVersion} is needed`];
    return fail("LOOPWARD_BROKER_VERSION", parts, { cause: error });
  }
  if (error instanceof SchemaVersionMismatchError) {
    return fail("LOOPWARD_BROKER_VERSION", [`The schema in ${label}`, message], { cause: error });
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  // pg throws a plain error when the server asks for a password and none was given.
  const denied = DENIED.test(code) || message.includes("password must be a string");
  return fail(
    denied ? "LOOPWARD_BROKER_DENIED" : "LOOPWARD_BROKER_UNREACHABLE",
    [label, firstReason(error, message)],
    {
      cause: error,
    },
  );
}

/** A name with several addresses fails with one error for each and an empty message of its own. */
function firstReason(error: unknown, message: string): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return first instanceof Error ? first.message : message;
}
