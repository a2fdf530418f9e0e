import type { BrokerAddress } from "../broker-url.js";
import type { Connection } from "../connection.js";
import { PROBE_TIMEOUT_MS } from "../probe-timeout.js";
import type { OpenBrokerOptions } from "../types.js";
import { connectPool } from "./pool-connection.js";
import { preparePostgres } from "./prepare-postgres.js";

/** Connects to a PostgreSQL server of the user's; creates BullMQ's schema where it is missing. */
export async function connectPostgres(
  address: BrokerAddress,
  options: OpenBrokerOptions,
): Promise<Connection> {
  const config = { connectionString: address.target, connectionTimeoutMillis: PROBE_TIMEOUT_MS };
  await preparePostgres(config, address.label, options.onNotice);
  return connectPool(config, options.onError);
}
