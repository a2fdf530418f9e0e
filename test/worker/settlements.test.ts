import { EventEmitter } from "node:events";
import { Worker } from "bullmq";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { openBroker } from "../../dist/src/broker/open-broker.js";
import { Settlements } from "../../dist/src/worker/settlements.js";
import { root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";

const server = await redisServer();
afterAll(() => server?.stop());

const OTHERS_EVERY_MS = 50;

describe.skipIf(!server)("a run whose end no event tells", () => {
  it("is found all the same, while the events of others never cease", { timeout: 20_000 }, async () => {
    const broker = await openBroker(server!.url, { cwd: root });
    onTestFinished(() => broker.abandon());
    const queue = broker.queue("unheard");
    const events = Object.assign(new EventEmitter(), { waitUntilReady: () => Promise.resolve() });
    const deaf = new Proxy(broker, {
      get(target, key: string): unknown {
        const member: unknown = key === "events" ? () => events : Reflect.get(target, key);
        return typeof member === "function" ? (member.bind(target) as unknown) : member;
      },
    });
    const settlements = new Settlements(deaf);
    const job = await queue.add("unheard", null);
    let others = 0;
    const traffic = setInterval(
      () => events.emit("completed", { jobId: `other-${(others += 1)}` }),
      OTHERS_EVERY_MS,
    );
    onTestFinished(() => clearInterval(traffic));
    const outcome = settlements.outcomeOf({ queue: "unheard", id: job.id! });
    // It looks by itself when it begins to wait.
    await eventually("the first looks are over", () => others > 5);
    const worker = new Worker("unheard", () => Promise.resolve("done"), { connection: { url: server!.url } });
    onTestFinished(() => worker.close());
    expect(await outcome).toMatchObject({ status: "completed", value: "done" });
  });
});
