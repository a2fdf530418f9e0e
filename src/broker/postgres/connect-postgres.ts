import type { BrokerAddress } from "../broker-url.js";
import type { Connection } from "../connection.js";
import { PROBE_TIMEOUT_MS } from "../probe-timeout.js";
import type { OpenBrokerOptions } from "../types.js";
import { askPostgres } from "./ask-postgres.js";
import { connectPool } from "./pool-connection.js";
import { assertUpToDate, schemaState, serverName } from "./schema.js";

/** How a client is told where the user's PostgreSQL is. */
export function postgresConfig({ target }: BrokerAddress) {
  return { connectionString: target, connectionTimeoutMillis: PROBE_TIMEOUT_MS };
}

/** Connects to a PostgreSQL server of the user's, whose tables must be there: `loopward broker migrate` makes them. */
export async function connectPostgres(
  address: BrokerAddress,
  options: OpenBrokerOptions,
): Promise<Connection> {
  const config = postgresConfig(address);
  const server = await askPostgres(config, address.label, async (client) => {
    assertUpToDate(await schemaState(client), address.label);
    return serverName(client);
  });
  return connectPool(config, { server, label: address.label }, options.onError);
}
