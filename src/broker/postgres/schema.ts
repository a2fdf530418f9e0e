import {
  assertPostgresVersion,
  assertSchemaCompatibility,
  DEFAULT_SCHEMA,
  LATEST_SCHEMA_VERSION,
  runMigrations,
} from "bullmq";
import pg from "pg";
import { fail } from "../../findings/errors.js";

const INSUFFICIENT_PRIVILEGE = "42501";

/** How far a database is: the version of BullMQ's tables in it, and the one that is needed. */
export interface SchemaState {
  /** 0 where there are none. */
  readonly version: number;
  readonly needed: number;
}

/** @throws BullMQ's errors where PostgreSQL is too old, or the tables are of a newer major version of BullMQ */
export async function schemaState(client: pg.Client): Promise<SchemaState> {
  await assertPostgresVersion(client);
  // BullMQ's own check reads the table unseen, and leaves an ERROR in the server's log where there is none.
  const ledger = await client.query<{ name: string | null }>("SELECT to_regclass($1) AS name", [
    `${DEFAULT_SCHEMA}.migration`,
  ]);
  const version = ledger.rows[0]?.name ? await assertSchemaCompatibility(client) : 0;
  return { version, needed: LATEST_SCHEMA_VERSION };
}

/** Newer tables of the same major version of BullMQ are good, too. */
export function isUpToDate({ version, needed }: SchemaState): boolean {
  return version >= needed;
}

/**
 * Makes the tables, or brings them up to date, in one transaction; several that do so at once wait for one another.
 * @throws LOOPWARD_BROKER_VERSION when what is there stands in the way
 */
export async function migrate(client: pg.Client): Promise<void> {
  try {
    await runMigrations(client);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code === INSUFFICIENT_PRIVILEGE) throw error;
    const reason = `its migration failed and was undone: ${error.message}`;
    throw fail("LOOPWARD_BROKER_VERSION", [`The schema ${DEFAULT_SCHEMA}`, reason], { cause: error });
  }
}

/** @throws LOOPWARD_BROKER_SCHEMA unless the tables are there and new enough */
export function assertUpToDate(state: SchemaState, label: string): void {
  if (isUpToDate(state)) return;
  const { version, needed } = state;
  const lacks =
    version === 0
      ? "has no tables for jobs yet"
      : `has tables for jobs of version ${version}, and this Loopward needs version ${needed}`;
  throw fail("LOOPWARD_BROKER_SCHEMA", [label, lacks]);
}

/** "PostgreSQL 15.3". */
export async function serverName(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ version: string }>(
    "SELECT current_setting('server_version') AS version",
  );
  return `PostgreSQL ${rows[0]?.version.split(" ", 1)[0] ?? "of unknown version"}`;
}
