import { parseBrokerUrl } from "./broker-url.js";
import { BullBroker } from "./bull-broker.js";
import type { Connection } from "./connection.js";
import type { BrokerKind, OpenBroker, OpenBrokerOptions } from "./types.js";
import { findTelemetry } from "./telemetry.js";
import type { BrokerAddress } from "./broker-url.js";

type Connect = (address: BrokerAddress, options: OpenBrokerOptions) => Promise<Connection>;

/** Loaded by need: a driver that is not used is a tenth of a second of each start. */
const connectors: Readonly<Record<BrokerKind, () => Promise<Connect>>> = {
  embedded: async () => (await import("./embedded/connect-embedded.js")).connectEmbedded,
  redis: async () => (await import("./redis/connect-redis.js")).connectRedis,
  postgres: async () => (await import("./postgres/connect-postgres.js")).connectPostgres,
};

/**
 * Opens the broker a URL names: `embedded:DIR`, `redis://…`, `rediss://…`, `postgres://…`, `postgresql://…`.
 * Resolves once the broker has answered, so that a wrong address is an error now and not silence for ever
 * (BullMQ and its drivers retry without end).
 */
export const openBroker: OpenBroker = async (url, options) => {
  const address = parseBrokerUrl(url, options.cwd);
  const onError = reportOnce(options.onError);
  const connect = await connectors[address.kind]();
  const connection = await connect(address, { ...options, onError });
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
