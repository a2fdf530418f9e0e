/**
 * `npm run bench:feeds`: the feed hub on Redis, a thousand feeds in flight: BullMQ's own worker beside Loopward's, in
 * interleaved rounds. Feed server, Redis, producer and worker share the machine.
 *
 * tsx bench/feeds.ts [--feeds 5000] [--rounds 3] [--only NAME]
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Queue } from "bullmq";
import Table from "cli-table3";
import { Redis } from "ioredis";
import { makeTempFolder } from "../test/support/make-temp-folder.js";
import { redisServer } from "../test/support/servers.js";
import { measureRound, type Round } from "./feeds/measure.js";
import { countReports, type ReportCount } from "./feeds/reports.js";
import { describeMachine } from "./support/machine.js";
import { startProcess } from "./support/measured-process.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "5000" },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
  },
});
const feeds = Number(values.feeds);
const rounds = Number(values.rounds);
const root = fileURLToPath(new URL("..", import.meta.url));
const QUEUE = "feeds";
const BASELINE = "BullMQ in-process";

/** One worker to measure; `feeds` where it is too slow for all of them. */
interface Contender {
  readonly name: string;
  readonly feeds: number;
  start(redisUrl: string, reports: string): { args: string[]; ready: RegExp };
}

const contenders: readonly Contender[] = [
  {
    name: BASELINE,
    feeds,
    start: (redisUrl: string) => ({
      args: ["--import", "tsx", path.join(root, "bench/feeds/bullmq-worker.ts"), redisUrl, QUEUE, "1000"],
      ready: /^ready$/,
    }),
  },
  loopward("Loopward, 1 host, guard", feeds, ["-P", "async", "-c", "1000", "--guard"]),
  loopward("Loopward, 2 hosts, guard", feeds, ["-P", "async", "-c", "1000", "--hosts", "2", "--guard"]),
  loopward("Loopward, 1 host, no guard", feeds, ["-P", "async", "-c", "1000"]),
  loopward("Loopward, 2 processes", Math.min(feeds, 100), ["-P", "processes", "-c", "2"]),
].filter(({ name }) => !values.only || name.includes(values.only));

function loopward(name: string, feeds: number, flags: string[]): Contender {
  const app = ["-A", path.join(root, "examples/feed-hub/tasks.ts")];
  return {
    name,
    feeds,
    start: (redisUrl, reports) => {
      const where = ["--broker", redisUrl, "--reports", reports];
      return {
        args: [path.join(root, "dist/src/cli/main.js"), "worker", ...app, ...flags, ...where],
        ready: /\bready\b/,
      };
    },
  };
}

interface Outcome extends Round {
  readonly reports: ReportCount;
}

const server = await redisServer();
if (!server) process.exit(1);
const hub = await startProcess(["--import", "tsx", path.join(root, "examples/feed-hub/server.ts")], /^http:/);
const outcomes = new Map<string, Outcome[]>(contenders.map(({ name }) => [name, []]));
console.log(`${describeMachine()}\n${feeds} feeds of 20 KB after 140 ms, 1,000 in flight; ${rounds} rounds`);
try {
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of contenders) {
      const outcome = await run(contender, server.url, hub.ready);
      outcomes.get(contender.name)?.push(outcome);
      console.log(`round ${round}  ${contender.name}: ${outcome.feedsPerSecond.toFixed(0)} feeds/s`);
    }
  }
} finally {
  await hub.stop();
  await server.stop();
}
printTable();

async function run(contender: Contender, redisUrl: string, hubUrl: string): Promise<Outcome> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  await connection.flushdb();
  const queue = new Queue(QUEUE, { connection });
  const reports = await makeTempFolder();
  const { args, ready } = contender.start(redisUrl, reports);
  const worker = await startProcess(args, ready);
  try {
    const round = await measureRound(queue, worker, hubUrl, contender.feeds);
    await worker.stop();
    return { ...round, reports: await countReports(reports) };
  } finally {
    await worker.stop();
    await queue.close();
    await connection.quit();
    await rm(reports, { recursive: true });
  }
}

function printTable(): void {
  const table = new Table({
    head: [
      "worker",
      "feeds",
      "feeds/s (range)",
      "× BullMQ (range)",
      "CPU ms a feed",
      "failed",
      "reports",
      "blaming a feed",
    ],
    style: { head: [], border: [] },
  });
  for (const { name, feeds } of contenders) {
    const all = outcomes.get(name) ?? [];
    const sum = (pick: (outcome: Outcome) => number) => all.reduce((total, it) => total + pick(it), 0);
    table.push([
      name,
      feeds,
      formatSpread(spreadOf(all.map((it) => it.feedsPerSecond))),
      ratios(name).length > 0 ? formatSpread(spreadOf(ratios(name)), 2) : "",
      formatSpread(spreadOf(all.map((it) => it.cpuMsPerFeed)), 2),
      sum((it) => it.failed),
      sum((it) => it.reports.all),
      sum((it) => it.reports.blaming.length),
    ]);
  }
  console.log(table.toString());
  const blaming = [...outcomes.values()].flat().flatMap((it) => it.reports.blaming);
  for (const { cause, durationMs, blame, task } of blaming) {
    const where = blame ? `${blame.file}:${blame.line} (confidence ${blame.confidence})` : "no line";
    console.log(`blamed wrongly: ${task?.name} at ${where}: ${cause}, ${Math.round(durationMs)} ms`);
  }
  if (blaming.length > 0) process.exitCode = 1;
}

// Round by round: the machine's own pace changes from minute to minute, and touches neighbours in time alike.
function ratios(name: string): number[] {
  const baseline = outcomes.get(BASELINE) ?? [];
  return (outcomes.get(name) ?? []).flatMap(({ feedsPerSecond }, round) => {
    const beside = baseline[round];
    return beside ? [feedsPerSecond / beside.feedsPerSecond] : [];
  });
}
