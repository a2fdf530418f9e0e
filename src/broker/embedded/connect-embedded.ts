import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { LoopwardError } from "../../findings/errors.js";
import type { BrokerAddress } from "../broker-url.js";
import type { Connection } from "../connection.js";
import { askPostgres } from "../postgres/ask-postgres.js";
import { connectPool } from "../postgres/pool-connection.js";
import { isUpToDate, migrate, schemaState, serverName } from "../postgres/schema.js";
import type { OpenBrokerOptions } from "../types.js";
import { embeddedPlatform, prepareBinaries } from "./binaries.js";
import { prepareHome } from "./home.js";
import { DATABASE_NAME, DATABASE_PORT, DATABASE_USER } from "./keeper-plan.js";
import { Lease } from "./lease.js";
import { serviceUser } from "./service-user.js";

/** A server that was killed just now is started again by its keeper, and reads its log before it answers. */
const HEALING_TIMEOUT_MS = 30_000;
const BETWEEN_ATTEMPTS_MS = 50;

/** Opens the private PostgreSQL in a folder, starting it when nobody else has. */
export async function connectEmbedded(
  address: BrokerAddress,
  options: OpenBrokerOptions,
): Promise<Connection> {
  const onNotice = options.onNotice ?? (() => undefined);
  const onError = options.onError ?? (() => undefined);
  // Before any folder is made on a platform that cannot use it.
  embeddedPlatform();
  const user = await serviceUser();
  const home = await prepareHome(address.target, user, onNotice);
  const binaries = await prepareBinaries(options.cwd, home, user, onNotice);
  const lease = await Lease.take({ home, binaries, user }, onError);
  try {
    const config = {
      host: home.sockets,
      port: DATABASE_PORT,
      user: DATABASE_USER,
      database: DATABASE_NAME,
    };
    const server = await prepare(config, address.label);
    const connection = connectPool(config, { server, label: address.label }, onError);
    return {
      ...connection,
      close: async () => {
        await connection.close();
        lease.release();
      },
    };
  } catch (error) {
    lease.release();
    throw error;
  }
}

/** Resolves to the server's name and version when the tables are there. */
async function prepare(config: pg.ClientConfig, label: string): Promise<string> {
  const deadline = Date.now() + HEALING_TIMEOUT_MS;
  for (;;) {
    try {
      return await askPostgres(config, label, async (client) => {
        // Nobody else's database: what is needed is done unasked.
        if (!isUpToDate(await schemaState(client))) await migrate(client);
        return serverName(client);
      });
    } catch (error) {
      const unreachable = error instanceof LoopwardError && error.code === "LOOPWARD_BROKER_UNREACHABLE";
      if (!unreachable || Date.now() > deadline) throw error;
      await sleep(BETWEEN_ATTEMPTS_MS);
    }
  }
}
