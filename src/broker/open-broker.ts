import { parseBrokerUrl } from "./broker-url.js";
import { BullBroker } from "./bull-broker.js";
import type { Connection } from "./connection.js";
import { connectEmbedded } from "./embedded/connect-embedded.js";
import { connectPostgres } from "./postgres/connect-postgres.js";
import { connectRedis } from "./redis/connect-redis.js";
import type { BrokerKind, OpenBroker, OpenBrokerOptions } from "./types.js";
import { findTelemetry } from "./telemetry.js";
import type { BrokerAddress } from "./broker-url.js";

type Connect = (address: BrokerAddress, options: OpenBrokerOptions) => Promise<Connection>;

const connectors: Readonly<Record<BrokerKind, Connect>> = {
  embedded: connectEmbedded,
  redis: connectRedis,
  postgres: connectPostgres,
};

/**
 * Opens the broker a URL names: `embedded:DIR`, `redis://…`, `rediss://…`, `postgres://…`, `postgresql://…`.
 * Resolves once the broker has answered, so that a wrong address is an error now and not silence for ever
 * (BullMQ and its drivers retry without end).
 */
export const openBroker: OpenBroker = async (url, options) => {
  const address = parseBrokerUrl(url, options.cwd);
  const onError = reportOnce(options.onError);
  const connection = await connectors[address.kind](address, { ...options, onError });
  const telemetry = await findTelemetry(options.cwd, options.onNotice ?? (() => undefined));
  return new BullBroker(address, connection, onError, telemetry);
};

/** An error of a shared connection is passed on by each of BullMQ's objects that use it: one report is enough. */
function reportOnce(onError: OpenBrokerOptions["onError"]): (error: Error) => void {
  const reported = new WeakSet<Error>();
  return (error) => {
    if (reported.has(error)) return;
    reported.add(error);
    onError?.(error);
  };
}
