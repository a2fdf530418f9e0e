import { randomUUID } from "node:crypto";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Broker, Job } from "../../src/broker/types.js";
import { eventually } from "../support/eventually.js";
import { openBroker } from "./shipped.js";

/**
 * What every broker has to do, whatever is behind its URL.
 * `url` is asked for when the suite starts; each test has a queue of its own.
 */
export function brokerConformance(name: string, url: () => string): void {
  describe(`broker ${name}`, () => {
    let broker: Broker;
    const errors: Error[] = [];

    beforeAll(async () => {
      broker = await openBroker(url(), { cwd: process.cwd(), onError: (error) => errors.push(error) });
    });
    afterAll(async () => {
      await broker.close();
      expect(errors).toEqual([]);
    });

    test("a job is taken, and its result reaches who waits for it", async () => {
      const queue = newQueue();
      const events = await listening(queue);
      const job = await broker.queue(queue).add("double", { n: 21 });
      work(queue, (job) => Promise.resolve((job.data as { n: number }).n * 2));
      expect(await job.waitUntilFinished(events, 20_000)).toBe(42);
      expect(await job.getState()).toBe("completed");
    });

    test("the error of a failed run reaches who waits for it", async () => {
      const queue = newQueue();
      const events = await listening(queue);
      const job = await broker.queue(queue).add("fail", {});
      work(queue, () => Promise.reject(new Error("no such feed")));
      await expect(job.waitUntilFinished(events, 20_000)).rejects.toThrow("no such feed");
      expect(await job.getState()).toBe("failed");
    });

    test("a failed run is tried again, as often as it may", async () => {
      const queue = newQueue();
      const events = await listening(queue);
      const seen: number[] = [];
      const job = await broker.queue(queue).add("flaky", {}, { attempts: 3, backoff: 20 });
      work(queue, (job) => {
        seen.push(job.attemptsMade);
        return seen.length < 3 ? Promise.reject(new Error("not yet")) : Promise.resolve("at last");
      });
      expect(await job.waitUntilFinished(events, 20_000)).toBe("at last");
      expect(seen).toEqual([0, 1, 2]);
    });

    test("jobs are taken in the order in which they came", async () => {
      const queue = newQueue();
      await broker.queue(queue).addBulk(numbered(50));
      expect(await takeAll(queue, 50)).toEqual(numbers(50));
    });

    test("a job of higher priority goes first", async () => {
      const queue = newQueue();
      for (const [n, priority] of [9, 1, 5].entries()) {
        await broker.queue(queue).add("job", { n }, { priority });
      }
      expect(await takeAll(queue, 3)).toEqual([1, 2, 0]);
    });

    test("a delayed job waits its time, and others do not wait for it", async () => {
      const queue = newQueue();
      const added = Date.now();
      await broker.queue(queue).add("job", { n: 0 }, { delay: 400 });
      await broker.queue(queue).add("job", { n: 1 });
      expect(await takeAll(queue, 2)).toEqual([1, 0]);
      expect(Date.now() - added).toBeGreaterThanOrEqual(400);
    });

    test("a thousand jobs added at once run once each, many at a time", async () => {
      const queue = newQueue();
      const added = await broker.queue(queue).addBulk(numbered(1_000));
      expect(new Set(added.map((job) => job.id)).size).toBe(1_000);
      const taken = await takeAll(queue, 1_000, 100);
      expect(taken.sort((a, b) => a - b)).toEqual(numbers(1_000));
    });

    test("keeping only the last few completed jobs does not disturb those that complete meanwhile", async () => {
      const queue = newQueue();
      await broker.queue(queue).addBulk(numbered(600));
      const options = { concurrency: 100, removeOnComplete: { count: 20 }, stalledInterval: 60_000 };
      const runs: number[] = [];
      let completed = 0;
      const run = (job: Job) => Promise.resolve(runs.push((job.data as { n: number }).n));
      work(queue, run, options).on("completed", () => (completed += 1));
      await eventually("all completed", () => completed === 600, 50_000);
      expect(runs.sort((a, b) => a - b)).toEqual(numbers(600));
    });

    test("a megabyte goes in and comes out", async () => {
      const queue = newQueue();
      const events = await listening(queue);
      const text = "0123456789abcdef".repeat(65_536);
      const job = await broker.queue(queue).add("echo", { text });
      work(queue, (job) => Promise.resolve(job.data));
      expect(await job.waitUntilFinished(events, 20_000)).toEqual({ text });
    });

    test("text of every script goes in and comes out", async () => {
      const queue = newQueue();
      const events = await listening(queue);
      const data = {
        text: 'Ωμέγα 日本語 עברית 🧵👩‍🚀 é é " \\ \n\t \u2028 \u007f',
        "ключ 🔑": [null, "", 1.5e-7],
      };
      const job = await broker.queue(queue).add("écho 🗣", data);
      work(queue, (job) => Promise.resolve({ name: job.name, data: job.data as unknown }));
      expect(await job.waitUntilFinished(events, 20_000)).toEqual({ name: "écho 🗣", data });
    });

    test("events tell of progress, and carry what a producer of events sends", async () => {
      const queue = newQueue();
      const events = await listening(queue);
      const heard: unknown[] = [];
      events.on("progress", ({ data }) => heard.push(data));
      const custom = new Promise((resolve) => {
        events.on("loopward" as "progress", resolve);
      });
      const job = await broker.queue(queue).add("steps", {});
      work(queue, async (job) => {
        await job.updateProgress(40);
        await job.updateProgress({ pages: 3 });
      });
      await job.waitUntilFinished(events, 20_000);
      await broker.eventsProducer(queue).publishEvent({ eventName: "loopward", note: "hé 🧵" });
      expect(await custom).toMatchObject({ note: "hé 🧵" });
      await eventually("both progress events", () => heard.length === 2);
      expect(heard).toEqual([40, { pages: 3 }]);
    });

    test("a run that outlasts its lock keeps it: no one else takes the job", async () => {
      const queue = newQueue();
      const events = await listening(queue);
      let runs = 0;
      const options = { lockDuration: 600, stalledInterval: 300 };
      const slow = async () => {
        runs += 1;
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        return "done";
      };
      work(queue, slow, options);
      work(queue, slow, options);
      const job = await broker.queue(queue).add("slow", {});
      expect(await job.waitUntilFinished(events, 20_000)).toBe("done");
      expect(runs).toBe(1);
    });

    test("the same name gives the same queue", () => {
      const queue = newQueue();
      expect(broker.queue(queue)).toBe(broker.queue(queue));
      expect(broker.events(queue)).toBe(broker.events(queue));
    });

    test("nothing keeps a process alive that closed its broker", async () => {
      const program = fileURLToPath(new URL("samples/open-use-close.mjs", import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, [program, url(), newQueue()], {
        timeout: 30_000,
      });
      expect(stdout).toBe("value\n");
    });

    function newQueue(): string {
      return `q-${randomUUID()}`;
    }

    async function listening(queue: string) {
      const events = broker.events(queue);
      await events.waitUntilReady();
      return events;
    }

    function work(queue: string, run: (job: Job) => Promise<unknown>, options = {}) {
      return broker.worker(queue, run, options);
    }

    /** The numbers of `count` jobs, in the order in which a worker took them. */
    async function takeAll(queue: string, count: number, concurrency = 1): Promise<number[]> {
      const taken: number[] = [];
      const worker = work(
        queue,
        (job) => {
          taken.push((job.data as { n: number }).n);
          return Promise.resolve();
        },
        { concurrency },
      );
      await eventually(`${count} jobs taken`, () => taken.length >= count);
      await worker.close();
      return taken;
    }
  });
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

function numbered(count: number) {
  return numbers(count).map((n) => ({ name: "job", data: { n } }));
}
