import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { eventually } from "../support/eventually.js";
import { RedisServers, sentinelPair } from "../support/redis-arrangements.js";
import { brokerConformance } from "./conformance.js";
import { openBroker } from "./shipped.js";

const servers = await RedisServers.make();
const open = (url: string) => openBroker(url, { cwd: process.cwd() });

describe.skipIf(servers === null)("with a Redis watched by sentinels", () => {
  let pair = { url: "", primary: 0, replica: 0 };
  beforeAll(async () => {
    if (servers) pair = await sentinelPair(servers);
  });
  afterAll(() => servers?.stop());

  brokerConformance("redis+sentinel://", () => pair.url);

  test("a replica, addressed by itself, is refused with the address of its primary", async () => {
    const refusal = open(`redis://127.0.0.1:${pair.replica}`);
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_VERSION" });
    await expect(refusal).rejects.toThrow(`127.0.0.1:${pair.primary}`);
  });

  test("a name that the sentinels do not watch is said", async () => {
    const refusal = open(pair.url.replace("mymaster", "yours"));
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_UNREACHABLE" });
    await expect(refusal).rejects.toThrow('watch nothing named "yours"');
  });

  test("no sentinel that answers is said", async () => {
    const gone = await servers?.start();
    await servers?.kill(gone ?? 0);
    const refusal = open(`redis+sentinel://127.0.0.1:${gone}/mymaster`);
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_UNREACHABLE" });
    await expect(refusal).rejects.toThrow("no sentinel answers");
  });

  // The last: it ends the primary.
  test("worker and producer follow to the new primary, and what the replica had is not lost", async () => {
    const broker = await open(pair.url);
    onTestFinished(() => broker.close());
    const queue = broker.queue("survivor");
    await queue.pause();
    const before = await queue.addBulk(Array.from({ length: 100 }, (_, n) => ({ name: "job", data: { n } })));
    const replica = await open(pair.url);
    onTestFinished(() => replica.close());
    await eventually(
      "the replica has them",
      async () => (await replica.counts("survivor")).waiting === before.length,
    );
    const done = new Set<string>();
    broker.worker("survivor", (job) => Promise.resolve(done.add(job.id ?? "")), { stalledInterval: 1_000 });
    await servers?.kill(pair.primary);
    // A command waits for the reconnect instead of failing.
    await queue.resume();
    const after = await queue.add("job", { n: 100 });
    await eventually("all done", () => [...before, after].every((job) => done.has(job.id ?? "")), 40_000);
  });
});
