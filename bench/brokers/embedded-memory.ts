import { latestClaim } from "../../src/broker/embedded/keeper-claim.js";
import { prepareHome } from "../../src/broker/embedded/home.js";
import { serviceUser } from "../../src/broker/embedded/service-user.js";
import { treeOf } from "../support/cpu-time.js";
import { ownMbOf } from "../support/memory.js";

/** What the embedded broker of a folder takes at present, in MB: the process that keeps it, and its PostgreSQL. */
export async function embeddedMemory(folder: string): Promise<string> {
  const home = await prepareHome(folder, await serviceUser(), () => undefined);
  const claim = await latestClaim(home.folder);
  if (!claim) throw new Error(`nobody keeps the broker of ${folder}`);
  const [keeper = 0, ...server] = await Promise.all((await treeOf(claim.record.pid)).map(ownMbOf));
  const sum = server.reduce((all, mb) => all + mb, 0);
  return `${keeper.toFixed(0)} MB its keeper, ${sum.toFixed(0)} MB its PostgreSQL's ${server.length} processes`;
}
