import { randomUUID } from "node:crypto";
import type { WorkerOptions } from "bullmq";
import type { Broker, Job } from "../../../src/broker/types.js";
import { eventually } from "../../support/eventually.js";
import { openBroker } from "../shipped.js";

/** The broker on trial, and what the tests of it share. Each test has queues of its own. */
export class Trial {
  readonly url: () => string;
  readonly errors: Error[] = [];
  #broker: Broker | null = null;

  constructor(url: () => string) {
    this.url = url;
  }

  async open(): Promise<void> {
    const onError = (error: Error) => this.errors.push(error);
    this.#broker = await openBroker(this.url(), { cwd: process.cwd(), onError });
  }

  async close(): Promise<void> {
    await this.#broker?.close();
  }

  get broker(): Broker {
    if (!this.#broker) throw new Error("the broker is opened when the suite starts");
    return this.#broker;
  }

  newQueue(): string {
    return `q-${randomUUID()}`;
  }

  /** Event stream of a queue that misses nothing from now on. */
  async listening(queue: string) {
    const events = this.broker.events(queue);
    await events.waitUntilReady();
    // It reads from the end that the stream has when it first asks, which is some time after it is ready.
    let heard = false;
    const custom = events as unknown as { once(name: string, listener: () => void): void };
    custom.once("probe", () => (heard = true));
    const producer = this.broker.eventsProducer(queue);
    await eventually("events are heard", async () => {
      await producer.publishEvent({ eventName: "probe" });
      return heard;
    });
    return events;
  }

  work(queue: string, run: (job: Job) => Promise<unknown>, options: Partial<WorkerOptions> = {}) {
    return this.broker.worker(queue, run, options);
  }

  /** The numbers of `count` jobs, in the order in which a worker took them. */
  async takeAll(queue: string, count: number, concurrency = 1): Promise<number[]> {
    const taken: number[] = [];
    const worker = this.work(queue, (job) => Promise.resolve(taken.push(numberOf(job))), { concurrency });
    await eventually(`${count} jobs taken`, () => taken.length >= count, 50_000);
    await worker.close();
    return taken;
  }

  /** Whatever the broker was to do unasked, it had the time to: a job went all its way meanwhile. */
  async afterARoundTrip(): Promise<void> {
    const queue = this.newQueue();
    const events = await this.listening(queue);
    const worker = this.work(queue, () => Promise.resolve());
    const job = await this.broker.queue(queue).add("canary", {});
    await job.waitUntilFinished(events, 20_000);
    await worker.close();
  }
}

export function numberOf(job: Job): number {
  return (job.data as { n: number }).n;
}

export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

/** Jobs for `addBulk`, numbered from 0. */
export function numbered(count: number, opts = {}) {
  return numbers(count).map((n) => ({ name: "job", data: { n }, opts }));
}
