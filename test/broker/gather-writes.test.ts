import { Redis } from "ioredis";
import { afterAll, describe, expect, it } from "vitest";
import { gatherWrites } from "../../src/broker/redis/gather-writes.js";
import { redisServer } from "../support/servers.js";

const server = await redisServer();
const COMMANDS = 200;

describe.skipIf(server === null)("the commands of one turn", () => {
  afterAll(() => server?.stop());

  /** How often the system is asked to write, on the connection there is. */
  const writesFor = async ({ stream }: Redis, commands: () => Promise<void>): Promise<number> => {
    let writes = 0;
    for (const method of ["_write", "_writev"] as const) {
      const own = stream[method]!.bind(stream) as (...args: unknown[]) => void;
      stream[method] = (...args: unknown[]) => {
        writes += 1;
        own(...args);
      };
    }
    await commands();
    return writes;
  };

  const setKeys = async (client: Redis): Promise<void> => {
    const answers = Array.from({ length: COMMANDS }, (_, n) => client.set(`key-${n}`, n));
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["OK"]));
  };

  it("go to Redis in one write, where each had one of its own", async () => {
    const plain = new Redis(server?.url ?? "");
    const gathering = new Redis(server?.url ?? "");
    gatherWrites(gathering);
    await Promise.all([plain.ping(), gathering.ping()]);
    expect(await writesFor(gathering, () => setKeys(gathering))).toBe(1);
    expect(await writesFor(plain, () => setKeys(plain))).toBe(COMMANDS);
    await Promise.all([plain.quit(), gathering.quit()]);
  });

  it("do so on the next connection, too, when one was lost", async () => {
    const client = new Redis(server?.url ?? "", { retryStrategy: () => 0 });
    gatherWrites(client);
    await client.ping();
    const again = new Promise((resolve) => client.once("ready", resolve));
    client.stream.destroy();
    await again;
    expect(await writesFor(client, () => setKeys(client))).toBe(1);
    await client.quit();
  });
});
