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
    const server = await askPostgres(config, address.label, async (client) => {
      // Nobody else's database: what is needed is done unasked.
      if (!isUpToDate(await schemaState(client))) await migrate(client);
      return serverName(client);
    });
    const connection = connectPool(config, server, onError);
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
