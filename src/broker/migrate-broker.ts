import { parseBrokerUrl } from "./broker-url.js";
import { openBroker } from "./open-broker.js";
import { askPostgres } from "./postgres/ask-postgres.js";
import { postgresConfig } from "./postgres/connect-postgres.js";
import { makeRecordTable } from "./postgres/postgres-records.js";
import { isUpToDate, migrate, schemaState, type SchemaState } from "./postgres/schema.js";
import type { OpenBrokerOptions } from "./types.js";

/** What a migration did, or would do. */
export interface BrokerMigration {
  /** As the user gave the broker, without password. */
  readonly label: string;
  /** As it was before; null for a Redis, which has no tables. */
  readonly schema: SchemaState | null;
  /** Whether anything had to be done. */
  readonly needed: boolean;
}

/**
 * Brings the tables of a broker up to date; a Redis needs none, and the embedded broker does so whenever it is opened.
 * @throws what `openBroker` throws, except LOOPWARD_BROKER_SCHEMA
 */
export async function migrateBroker(
  url: string,
  { dryRun = false, ...options }: OpenBrokerOptions & { readonly dryRun?: boolean },
): Promise<BrokerMigration> {
  const address = parseBrokerUrl(url, options.cwd);
  const { label } = address;
  if (address.kind === "postgres") {
    return askPostgres(postgresConfig(address), label, async (client) => {
      const schema = await schemaState(client);
      const needed = !isUpToDate(schema);
      if (needed && !dryRun) {
        await migrate(client);
        await makeRecordTable(client);
      }
      return { label, schema, needed };
    });
  }
  // Opened all the same: whoever asks wants to hear that the address is wrong.
  await (await openBroker(url, options)).close();
  return { label, schema: null, needed: false };
}
