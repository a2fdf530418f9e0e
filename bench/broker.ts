/**
 * What a broker costs: jobs that do nothing, and how soon an idle worker starts one.
 *
 * tsx bench/broker.ts [--jobs 10000] [--concurrency 100] [--broker URL]    (default: embedded, in a new folder; beside
 * it a Redis and a PostgreSQL where the machine has them)
 */
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { openBroker } from "../dist/src/broker/open-broker.js";
import type { Broker } from "../src/broker/types.js";
import { eventually } from "../test/support/eventually.js";
import { makeTempFolder } from "../test/support/make-temp-folder.js";
import { postgresServer, redisServer } from "../test/support/servers.js";
import { describeMachine } from "./support/machine.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

const { values } = parseArgs({
  options: {
    jobs: { type: "string", default: "10000" },
    concurrency: { type: "string", default: "100" },
    broker: { type: "string" },
  },
});
const jobs = Number(values.jobs);
const concurrency = Number(values.concurrency);
const ROUNDS = 3;
const PICKUPS = 20;

const folder = await makeTempFolder();
const servers = values.broker ? [] : await Promise.all([redisServer(), postgresServer()]);
const urls = values.broker
  ? [values.broker]
  : [`embedded:${folder}`, ...servers.flatMap((it) => it?.url ?? [])];
console.log(`${describeMachine()}\n${jobs} jobs, concurrency ${concurrency}, ${ROUNDS} rounds`);
const table = new Table({
  head: ["broker", "open ms", "enqueue/s", "jobs/s", "pickup ms"],
  style: { head: [], border: [] },
});
try {
  for (const url of urls) table.push(await measure(url));
  console.log(table.toString());
} finally {
  for (const server of servers) await server?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

async function measure(url: string): Promise<string[]> {
  const began = performance.now();
  const broker: Broker = await openBroker(url, { cwd: process.cwd() });
  const openMs = performance.now() - began;
  const added: number[] = [];
  const done: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { enqueuePerSecond, jobsPerSecond } = await throughput(broker, `bench-${Date.now()}`);
    added.push(enqueuePerSecond);
    done.push(jobsPerSecond);
  }
  const pickups = await pickupTimes(broker, `pickup-${Date.now()}`);
  const label = broker.label;
  await broker.close();
  const rates = [added, done].map((values) => formatSpread(spreadOf(values)));
  return [label, openMs.toFixed(0), ...rates, formatSpread(spreadOf(pickups), 1)];
}

async function throughput(broker: Broker, queue: string) {
  const adding = performance.now();
  for (let start = 0; start < jobs; start += 500) {
    const count = Math.min(500, jobs - start);
    await broker
      .queue(queue)
      .addBulk(Array.from({ length: count }, (_, n) => ({ name: "noop", data: { n } })));
  }
  const working = performance.now();
  let done = 0;
  const worker = broker.worker(queue, () => Promise.resolve(), { concurrency });
  worker.on("completed", () => (done += 1));
  await eventually("all jobs done", () => done >= jobs, 300_000);
  const ended = performance.now();
  await worker.close();
  return {
    enqueuePerSecond: jobs / ((working - adding) / 1_000),
    jobsPerSecond: jobs / ((ended - working) / 1_000),
  };
}

/** From before the enqueue until an idle worker's processor is called, in ms. */
async function pickupTimes(broker: Broker, queue: string): Promise<number[]> {
  let started = 0;
  const worker = broker.worker(
    queue,
    () => {
      started = performance.now();
      return Promise.resolve();
    },
    {},
  );
  await worker.waitUntilReady();
  const times: number[] = [];
  for (let n = 0; n < PICKUPS; n += 1) {
    // Long enough for the worker to fall asleep on the queue.
    await sleep(100);
    started = 0;
    const began = performance.now();
    await broker.queue(queue).add("noop", {});
    await eventually("the job is started", () => started > 0);
    times.push(started - began);
  }
  await worker.close();
  return times;
}
