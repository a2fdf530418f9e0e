/**
 * `npm run bench:placement`: what placement is worth, on Redis.
 *
 * 1. One job in a hundred blocks its loop for 100 ms: feeds a second without it, beside it in one loop, and after the
 *    worker has placed it in the process pool.
 * 2. Ten thousand slow jobs of a two-slot process pool ahead of ten thousand quick ones: the quick ones' rate, beside
 *    the rate that they have alone.
 *
 * tsx bench/placement.ts [--feeds 5000] [--slow 10000] [--rounds 3]
 */
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Queue, type Job } from "bullmq";
import Table from "cli-table3";
import { Redis } from "ioredis";
import { readPlacements } from "../src/placement/placement-file.js";
import { makeTempFolder } from "../test/support/make-temp-folder.js";
import { redisServer } from "../test/support/servers.js";
import { untilSettled } from "./support/until-settled.js";
import { describeMachine } from "./support/machine.js";
import { startProcess } from "./support/measured-process.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "5000" },
    slow: { type: "string", default: "10000" },
    rounds: { type: "string", default: "3" },
  },
});
const feeds = Number(values.feeds);
const slowJobs = Number(values.slow);
const root = fileURLToPath(new URL("..", import.meta.url));
const stateDir = path.join(root, ".loopward");
const QUEUE = "feeds";
const BLOCK_MS = 100;

interface Given {
  readonly name: string;
  readonly data: object;
}

const server = await redisServer();
if (!server) process.exit(1);
const hub = await startProcess(["--import", "tsx", path.join(root, "examples/feed-hub/server.ts")], /^http:/);
const rates = new Map<string, number[]>();
console.log(describeMachine());
try {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    await measure("feeds alone", "feeds.fetch", ["--placement", "off"], [], fetches());
    await measure("1 % blocks, one loop", "feeds.fetch", ["--placement", "off"], [], withBlocking(fetches()));
    // The worker learns on some, and is measured on the rest.
    const learning = withBlocking(fetches().slice(0, 1_000));
    await measure(
      "1 % blocks, placed",
      "feeds.fetch",
      ["--placement", "auto"],
      learning,
      withBlocking(fetches()),
    );
    const quick = Array.from({ length: slowJobs }, () => ({ name: "quick", data: { ms: 20 } }));
    const slow = Array.from({ length: slowJobs }, () => ({ name: "slow", data: { ms: BLOCK_MS } }));
    await measure("quick alone", "quick", [], [], quick);
    await measure("quick behind slow", "quick", [], [], [...slow, ...quick]);
  }
} finally {
  await hub.stop();
  await server.stop();
}
printTable();

function fetches(): Given[] {
  return Array.from({ length: feeds }, (_, n) => ({
    name: "feeds.fetch",
    data: { url: `${hub.ready}/feed/${n}` },
  }));
}

function withBlocking(jobs: readonly Given[]): Given[] {
  return jobs.map((job, n) => (n % 100 === 50 ? { name: "feeds.render", data: { ms: BLOCK_MS } } : job));
}

/** The rate at which the jobs of task `counted` complete, from the first to the last of them. */
async function measure(
  name: string,
  counted: string,
  flags: readonly string[],
  before: readonly Given[],
  jobs: readonly Given[],
): Promise<void> {
  const connection = new Redis(server!.url, { maxRetriesPerRequest: null });
  await connection.flushdb();
  const queue = new Queue(QUEUE, { connection });
  const reports = await makeTempFolder();
  await rm(path.join(stateDir, "placement.json"), { force: true });
  const worker = await startProcess(
    [
      ...[
        path.join(root, "dist/src/cli/main.js"),
        "worker",
        "-A",
        path.join(root, "bench/placement/tasks.ts"),
      ],
      ...["-P", "async", "-c", "1000", "--processes", "2", "--guard", "--guard-threshold", "50"],
      ...["--broker", server!.url, "--reports", reports, ...flags],
    ],
    /\bready\b/,
  );
  try {
    await enqueue(queue, [...before, ...fetches().slice(0, 1_000)]);
    await untilSettled(queue, before.length + Math.min(feeds, 1_000));
    const began = Date.now();
    // All are there before the first is taken: the producer's pace is not the worker's.
    await queue.pause();
    await enqueue(queue, jobs);
    await queue.resume();
    const done = await untilDone(queue, counted, began, jobs.filter((job) => job.name === counted).length);
    const seconds = ((done.at(-1) ?? 0) - (done[0] ?? 0)) / 1_000;
    rates.set(name, [...(rates.get(name) ?? []), done.length / seconds]);
    const render = (await readPlacements(stateDir)).find(({ task }) => task === "feeds.render");
    console.log(
      `${name}: ${(done.length / seconds).toFixed(0)} a second; feeds.render in the pool ${render?.pool}`,
    );
  } finally {
    await worker.stop();
    await queue.close();
    await connection.quit();
    await rm(reports, { recursive: true });
  }
}

/** When the jobs of a task that were added since `began` were done, in order, once there are `count` of them. */
async function untilDone(queue: Queue, task: string, began: number, count: number): Promise<number[]> {
  for (;;) {
    await sleep(500);
    if ((await queue.getCompletedCount()) < count) continue;
    const jobs = (await queue.getJobs(["completed"], 0, -1)) as Job[];
    const done = jobs.filter((job) => job.name === task && job.timestamp >= began);
    if (done.length >= count) return done.map((job) => job.finishedOn ?? 0).sort((a, b) => a - b);
  }
}

async function enqueue(queue: Queue, jobs: readonly Given[]): Promise<void> {
  for (let start = 0; start < jobs.length; start += 1_000)
    await queue.addBulk(jobs.slice(start, start + 1_000));
}

function printTable(): void {
  const table = new Table({
    head: ["", "a second (range)", "of what it is alone"],
    style: { head: [], border: [] },
  });
  for (const [name, all] of rates) {
    const alone = rates.get(name.includes("quick") ? "quick alone" : "feeds alone") ?? [];
    const share = spreadOf(all).median / spreadOf(alone).median;
    table.push([name, formatSpread(spreadOf(all)), share.toFixed(2)]);
  }
  console.log(table.toString());
}
