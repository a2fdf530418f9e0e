/**
 * What the brokers cost: how long the embedded one takes to start, how it keeps up with the same PostgreSQL set up by
 * hand with default settings, how soon an idle worker starts a job on each, and what memory the embedded one takes.
 *
 * tsx bench/brokers.ts [--jobs 5000] [--concurrency 100] [--rounds 5] [--starts 7] [--pickups 100]
 */
import { rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { openBroker } from "../dist/src/broker/open-broker.js";
import type { Broker } from "../src/broker/types.js";
import { makeTempFolder } from "../test/support/make-temp-folder.js";
import { postgresServer, redisServer } from "../test/support/servers.js";
import { postgresByHand } from "./brokers/by-hand.js";
import { embeddedMemory } from "./brokers/embedded-memory.js";
import { firstStarts } from "./brokers/first-start.js";
import { pickupTimes } from "./brokers/pickup.js";
import { throughput } from "./brokers/throughput.js";
import { describeMachine } from "./support/machine.js";
import { formatSpread, percentile, spreadOf } from "./support/statistics.js";

const { values } = parseArgs({
  options: {
    jobs: { type: "string", default: "5000" },
    concurrency: { type: "string", default: "100" },
    rounds: { type: "string", default: "5" },
    starts: { type: "string", default: "7" },
    pickups: { type: "string", default: "100" },
  },
});
const [jobs, concurrency, rounds, starts, pickups] = (
  ["jobs", "concurrency", "rounds", "starts", "pickups"] as const
).map((name) => Number(values[name])) as [number, number, number, number, number];

console.log(describeMachine());
const opened = await firstStarts(starts);
console.log(`embedded, first start in a new folder: ${formatSpread(spreadOf(opened))} ms, ${starts} times`);

const folder = await makeTempFolder();
const open = (url: string): Promise<Broker> => openBroker(url, { cwd: process.cwd() });
const embedded = await open(`embedded:${folder}`);
const memoryAtFirst = await embeddedMemory(folder);
const hand = await postgresByHand();
const servers = await Promise.all([redisServer(), postgresServer()]);
const brokers = new Map<string, Broker>([
  ["embedded", embedded],
  [`by hand, ${hand.version}`, await open(hand.url)],
]);
for (const server of servers) {
  if (!server) continue;
  const broker = await open(server.url);
  brokers.set(broker.server, broker);
}
try {
  // In turn, so that what else the machine does falls on all alike.
  const rates = new Map([...brokers.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, broker] of brokers) rates.get(name)?.push(await throughput(broker, jobs, concurrency));
  const memoryAtWork = await embeddedMemory(folder);
  const table = new Table({
    head: ["broker", "no-op jobs/s", "start of a job, ms", "99 % within, ms"],
    style: { head: [], border: [] },
  });
  for (const [name, broker] of brokers) {
    const times = await pickupTimes(broker, pickups);
    const rate = formatSpread(spreadOf(rates.get(name) ?? []));
    table.push([name, rate, formatSpread(spreadOf(times), 1), percentile(times, 99).toFixed(1)]);
  }
  console.log(
    `${jobs} jobs, concurrency ${concurrency}, ${rounds} rounds in turn; ${pickups} jobs for an idle worker`,
  );
  console.log(table.toString());
  const [ours = [], theirs = []] = rates.values();
  const ratio = spreadOf(ours.map((rate, round) => rate / (theirs[round] ?? NaN)));
  console.log(`embedded, just started: ${memoryAtFirst}`);
  console.log(`embedded, right after the rounds: ${memoryAtWork}`);
  console.log(`embedded / by hand, round by round: ${formatSpread(ratio, 2)}`);
} finally {
  for (const broker of brokers.values()) await broker.close();
  for (const server of [hand, ...servers]) await server?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
