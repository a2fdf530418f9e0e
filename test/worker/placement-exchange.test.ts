import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Broker } from "../../src/broker/types.js";
import type { Report } from "../../src/findings/report.js";
import type { Known } from "../../src/placement/known.js";
import { Placer } from "../../src/placement/placer.js";
import { DEFAULT_POLICY, type PlacementMode } from "../../src/placement/types.js";
import type { TaskInfo } from "../../src/task/types.js";
import { silentLog } from "../../src/worker/log.js";
import { forgetInBroker, PlacementExchange } from "../../src/worker/placement-exchange.js";
import { untilUnused } from "../broker/embedded-processes.js";
import { openBroker } from "../broker/shipped.js";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { RedisServers, clusterOfThree } from "../support/redis-arrangements.js";
import { restartableRedis } from "../support/restartable.js";
import { postgresServer, redisServer, type TestServer } from "../support/servers.js";

const TASKS = ["a", "b", "c", "d", "together", "anew"].map((name): TaskInfo => ({
  ...{ name, queue: `queue-of-${name}`, pool: null, attempts: 1, timeLimitMs: null, softTimeLimitMs: null },
  ...{ idempotent: true, stall: null, file: null },
}));

const folder = await makeTempFolder();
const servers: [string, TestServer | null][] = [
  ["Redis", await redisServer()],
  ["PostgreSQL", await postgresServer()],
  ["the embedded broker", embeddedIn(folder)],
  ["a Redis Cluster", await cluster()],
];

describe.each(servers)("on %s, placement", (_name, server) => {
  let broker: Broker;
  beforeAll(async () => {
    if (server) broker = await openBroker(server.url, { cwd: process.cwd() });
  });
  afterAll(async () => {
    await broker?.close();
    await server?.stop();
  });

  it("that one worker learns reaches the others, and none undoes what another tells", async () => {
    if (!server) return;
    const workers = ["w1", "w2", "w3", "w4"].map((name) => new Participant(broker, name));
    // All at once, each of another task.
    for (const [n, worker] of workers.entries()) worker.stall(TASKS[n]!.name, 1_500);
    await Promise.all(workers.map((worker) => worker.exchange.sync()));
    const late = new Participant(broker, "late");
    const off = new Participant(broker, "off", "off");
    for (const worker of [...workers, late, off]) await worker.exchange.sync();
    for (const { placer } of [...workers, late])
      expect(placer.placements.slice(0, 4).map(({ task, pool, learntBy }) => [task, pool, learntBy])).toEqual(
        TASKS.slice(0, 4).map(({ name }, n) => [name, "processes", [`w${n + 1}`]]),
      );
    expect(new Set(off.placer.placements.map(({ pool }) => pool))).toEqual(new Set(["async"]));
  });

  it("is proven by what several saw, where none saw enough", async () => {
    if (!server) return;
    const [one, two, three] = ["w1", "w2", "w3"].map((name) => new Participant(broker, name));
    for (const worker of [one!, two!]) {
      worker.stall("together", 150);
      await worker.exchange.sync();
    }
    expect(two!.placer.poolOf("together")).toBe("async");
    three!.stall("together", 150);
    await three!.exchange.sync();
    await one!.exchange.sync();
    expect(placementOf(one!, "together")).toMatchObject({
      ...{ pool: "processes", learntBy: ["w1", "w2", "w3"] },
      evidence: { stalls: 3, stolenMs: 450, worstMs: 150, lines: [{ file: "src/a.ts", line: 7, count: 3 }] },
    });
    // Nobody needs what they saw any more.
    for (const worker of [one!, two!, three!]) await worker.exchange.sync();
    expect((await broker.notes("loopward.testimonies").read()).texts).toEqual(new Map());
  });

  it("is forgotten by all when one is told so, and can be learnt anew", async () => {
    if (!server) return;
    const [one, two] = [new Participant(broker, "w1"), new Participant(broker, "w2")];
    one.stall("anew", 1_500);
    for (const worker of [one, two]) await worker.exchange.sync();
    await forgetInBroker(broker, [{ task: "anew", queue: "queue-of-anew", resets: 0 }]);
    for (const worker of [one, two, one, two]) await worker.exchange.sync();
    expect([one, two].map(({ placer }) => placer.poolOf("anew"))).toEqual(["async", "async"]);
    two.stall("anew", 1_500);
    for (const worker of [two, one]) await worker.exchange.sync();
    expect(placementOf(one, "anew")).toMatchObject({ pool: "processes", learntBy: ["w2"], resets: 1 });
  });
});

describe("a broker that was away", () => {
  it("is told again what it lost, and tells on", async () => {
    const server = await restartableRedis();
    if (!server) return;
    onTestFinished(() => server.stop());
    const broker = await openBroker(server.url, { cwd: process.cwd() });
    onTestFinished(() => broker.close());
    const one = new Participant(broker, "w1");
    one.stall("a", 1_500);
    await one.exchange.sync();
    await server.halt();
    one.stall("b", 1_500);
    const synced = one.exchange.sync();
    await server.start();
    await synced;
    const client = new Redis(server.url);
    await client.flushall();
    client.disconnect();
    await one.exchange.sync();
    const two = new Participant(broker, "w2");
    await two.exchange.sync();
    expect(["a", "b"].map((task) => two.placer.poolOf(task))).toEqual(["processes", "processes"]);
  });
});

/** A worker's placer and its exchange, without the worker. */
class Participant {
  readonly placer: Placer;
  readonly exchange: PlacementExchange;

  constructor(broker: Broker, name: string, mode: PlacementMode = "auto") {
    this.placer = new Placer(TASKS, {
      ...{ policy: { ...DEFAULT_POLICY, mode }, defaultPool: "async", worker: name },
      known: new Map<string, Known>(),
      onChange: () => undefined,
      onDoubt: (subject, tally) => this.exchange.doubt(subject, tally),
    });
    const options = { id: randomUUID(), name, windowMs: DEFAULT_POLICY.windowMs };
    this.exchange = new PlacementExchange(broker, () => this.placer, options, silentLog);
  }

  stall(task: string, durationMs: number): void {
    const queue = `queue-of-${task}`;
    this.placer.note({
      ...{ schema: "loopward.report/1", id: randomUUID(), time: new Date().toISOString(), kind: "stall" },
      ...{ cause: "cpu", durationMs, ongoing: false, thresholdMs: 100, stack: [], advice: "" },
      task: { name: task, runId: "1", queue, attempt: 1 },
      blame: { function: "f", file: "src/a.ts", line: 7, column: 1, api: null, code: "", confidence: 1 },
      ...{ impact: { delayedRuns: 0 }, action: "reported", host: { pid: 1, node: "v20" } },
    } satisfies Report);
  }
}

function placementOf({ placer }: Participant, name: string) {
  return placer.placements.find(({ task }) => task === name);
}

function embeddedIn(where: string): TestServer {
  const stop = async () => {
    await untilUnused(where);
    await rm(where, { recursive: true });
  };
  return { url: `embedded:${where}`, stop };
}

async function cluster(): Promise<TestServer | null> {
  const nodes = await RedisServers.make();
  return nodes && { ...(await clusterOfThree(nodes)), stop: () => nodes.stop() };
}
