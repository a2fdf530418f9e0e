import { Redis } from "ioredis";
import { afterAll, describe, expect, it } from "vitest";
import { gatherWrites } from "../../src/broker/redis/gather-writes.js";
import { redisServer } from "../support/servers.js";

const server = await redisServer();
const COMMANDS = 200;

describe.skipIf(server === null)("the commands of one turn", () => {
  afterAll(() => server?.stop());

  const readsFor = async (client: Redis): Promise<number> => {
    const reads = async () => Number(/total_reads_processed:(\d+)/.exec(await client.info("stats"))?.[1]);
    const before = await reads();
    const answers = Array.from({ length: COMMANDS }, (_, n) => client.set(`key-${n}`, n));
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["OK"]));
    return (await reads()) - before;
  };

  it("reach Redis in one read, where each had one of its own", async () => {
    const plain = new Redis(server?.url ?? "");
    const gathering = new Redis(server?.url ?? "");
    gatherWrites(gathering);
    // The other clients of the server, if any, only add to these.
    expect(await readsFor(gathering)).toBeLessThan(COMMANDS / 10);
    expect(await readsFor(plain)).toBeGreaterThan(COMMANDS / 2);
    await Promise.all([plain.quit(), gathering.quit()]);
  });

  it("do so on the next connection, too, when one was lost", async () => {
    const client = new Redis(server?.url ?? "", { retryStrategy: () => 0 });
    gatherWrites(client);
    await client.ping();
    const again = new Promise((resolve) => client.once("ready", resolve));
    client.stream.destroy();
    await again;
    expect(await readsFor(client)).toBeLessThan(COMMANDS / 10);
    await client.quit();
  });
});
