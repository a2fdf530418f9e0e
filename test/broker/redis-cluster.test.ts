import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RedisServers, clusterOfThree } from "../support/redis-arrangements.js";
import { brokerConformance } from "./conformance.js";
import { openBroker } from "./shipped.js";

const servers = await RedisServers.make();
const open = (url: string) => openBroker(url, { cwd: process.cwd() });

describe.skipIf(servers === null)("with a Redis Cluster", () => {
  let cluster = { url: "", ports: [] as readonly number[] };
  beforeAll(async () => {
    if (servers) cluster = await clusterOfThree(servers);
  });
  afterAll(() => servers?.stop());

  brokerConformance("redis+cluster://", () => cluster.url);

  test("one node, addressed as a single server, is refused with the address to use", async () => {
    const refusal = open(`redis://127.0.0.1:${cluster.ports[0]}`);
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_VERSION" });
    await expect(refusal).rejects.toThrow("redis+cluster://");
  });

  test("a single server, addressed as a cluster, is refused with the address to use", async () => {
    const single = await servers?.start();
    const refusal = open(`redis+cluster://127.0.0.1:${single}`);
    await expect(refusal).rejects.toMatchObject({ code: "LOOPWARD_BROKER_VERSION" });
    await expect(refusal).rejects.toThrow("begin its address with redis://");
  });

  test("a cluster that is not there is said at once", async () => {
    const gone = await servers?.start();
    await servers?.kill(gone ?? 0);
    await expect(open(`redis+cluster://127.0.0.1:${gone}`)).rejects.toMatchObject({
      code: "LOOPWARD_BROKER_UNREACHABLE",
    });
  });
});
