import { execFile } from "node:child_process";
import { chown, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { prepareBinaries } from "../../src/broker/embedded/binaries.js";
import { SERVER_ENV } from "../../src/broker/embedded/data-folder.js";
import { serviceUser } from "../../src/broker/embedded/service-user.js";
import { migrateBroker } from "../../src/broker/migrate-broker.js";
import { makeTempFolder } from "../../test/support/make-temp-folder.js";

const run = promisify(execFile);

/** A PostgreSQL as its manual says to set one up, on a Unix socket. */
export interface PostgresByHand {
  readonly url: string;
  readonly version: string;
  stop(): Promise<void>;
}

/** The embedded broker's own programs, by `initdb` and `pg_ctl start` with default settings. */
export async function postgresByHand(): Promise<PostgresByHand> {
  const folder = await makeTempFolder();
  const user = await serviceUser();
  const home = { folder, sockets: folder };
  const { root } = await prepareBinaries(process.cwd(), home, user, console.log);
  const as = { cwd: folder, env: SERVER_ENV, ...(user.isOther && { uid: user.uid, gid: user.gid }) };
  if (user.isOther) await chown(folder, user.uid, user.gid);
  const program = (name: string) => path.join(root, "bin", name);
  const data = path.join(folder, "data");
  await run(program("initdb"), ["-D", data, "-A", "trust", "-U", "loopward"], as);
  const settings = `-c unix_socket_directories=${folder} -c listen_addresses=`;
  const control = (...args: string[]) => run(program("pg_ctl"), ["-D", data, "-w", ...args], as);
  await control("start", "-l", path.join(folder, "log"), "-o", settings);
  const url = `postgres://loopward@/postgres?host=${encodeURIComponent(folder)}`;
  await migrateBroker(url, { cwd: process.cwd() });
  const version = (await run(program("postgres"), ["--version"], as)).stdout;
  return {
    url,
    version: `PostgreSQL ${/\d+\.\d+/.exec(version)?.[0] ?? version.trim()}`,
    stop: async () => {
      await control("stop", "-m", "fast");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
