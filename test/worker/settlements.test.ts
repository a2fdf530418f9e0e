import { EventEmitter } from "node:events";
import { Worker } from "bullmq";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { openBroker } from "../../dist/src/broker/open-broker.js";
import { Settlements } from "../../dist/src/worker/settlements.js";
import { root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";

const server = await redisServer();
afterAll(() => server?.stop());

const OTHERS_EVERY_MS = 50;

/** A broker of whose queues nothing is heard but what the test emits. */
async function openDeaf() {
  const broker = await openBroker(server!.url, { cwd: root });
  onTestFinished(() => broker.abandon());
  const events = Object.assign(new EventEmitter(), { waitUntilReady: () => Promise.resolve() });
  const deaf = new Proxy(broker, {
    get(target, key: string): unknown {
      const member: unknown = key === "events" ? () => events : Reflect.get(target, key);
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
  return { queue: broker.queue("unheard"), events, settlements: new Settlements(deaf) };
}

function work(): void {
  const worker = new Worker("unheard", () => Promise.resolve("done"), { connection: { url: server!.url } });
  onTestFinished(() => worker.close());
}

describe.skipIf(!server)("a run whose end no event tells", () => {
  it("is found all the same, while the events of others never cease", { timeout: 20_000 }, async () => {
    const { queue, events, settlements } = await openDeaf();
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
    work();
    expect(await outcome).toMatchObject({ status: "completed", value: "done" });
  });

  it("is looked up soon after another's end was heard, one of many", async () => {
    // What looks ever more rarely is kept from looking at all.
    vi.useFakeTimers({ toFake: ["setInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const { queue, events, settlements } = await openDeaf();
    await settlements.listen("unheard");
    const jobs = await queue.addBulk(Array.from({ length: 120 }, () => ({ name: "unheard", data: null })));
    let told = 0;
    const outcomes = jobs.map(async ({ id }) => {
      const outcome = await settlements.outcomeOf({ queue: "unheard", id: id! });
      told += 1;
      return outcome;
    });
    work();
    await eventually(
      "all are done",
      async () => (await queue.getJobCountByTypes("completed")) >= jobs.length,
    );
    // Each end that is heard finds so many of the others; without one there would be no end to the waiting.
    await eventually(
      "all are told",
      () => events.emit("completed", { jobId: "other" }) && told === jobs.length,
    );
    expect(await Promise.all(outcomes)).toEqual(
      jobs.map(() => expect.objectContaining({ value: "done" }) as object),
    );
  });
});
