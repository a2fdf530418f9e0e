/**
 * `npm run bench:feeds`: the feed hub on Redis, a thousand feeds in flight: BullMQ's own worker beside Loopward's, and plain
 * Node without a queue, which is the most that any can do. All are
 * up from the beginning, as workers are for days, and take turns: the others are stopped meanwhile, because even idle ones use the
 * processors that are measured. Feed server, Redis, producer and workers share the machine.
 * Celery is among them where Debian's packages are installed.
 *
 * tsx bench/feeds.ts [--feeds 5000] [--rounds 5] [--only NAME or a part of names, beside BullMQ]
 */
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { isAlive } from "../src/config/is-alive.js";
import { redisServer } from "../test/support/servers.js";
import { whyNoCelery } from "./feeds/celery.js";
import { BASELINE, listContenders, putUp, type Contender, type Standing } from "./feeds/contenders.js";
import { settleFeeds } from "./feeds/job-source.js";
import { measureRound } from "./feeds/measure.js";
import { countReports, type ReportCount } from "./feeds/reports.js";
import { treeOf } from "./support/cpu-time.js";
import { describeMachine } from "./support/machine.js";
import { memoryOfTree, type Memory } from "./support/memory.js";
import { startProcess } from "./support/measured-process.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "5000" },
    rounds: { type: "string", default: "5" },
    only: { type: "string" },
  },
});
/** The probes of its loops tell of the time before every quarter of a second. */
const CATCH_UP_MS = 1_000;
const feeds = Number(values.feeds);
const rounds = Number(values.rounds);
const noCelery = await whyNoCelery();
if (noCelery) console.log(noCelery);
const contenders = chosen(listContenders(feeds, !noCelery), values.only ?? "");

const server = await redisServer();
if (!server) process.exit(1);
const feedServer = fileURLToPath(new URL("../examples/feed-hub/server.ts", import.meta.url));
const hub = await startProcess(["--import", "tsx", feedServer], /^http:/);
const standing: Standing[] = [];
const memory = new Map<Standing, Memory[]>();
console.log(`${describeMachine()}\n${feeds} feeds of 20 KB after 140 ms, 1,000 in flight; ${rounds} rounds`);
try {
  for (const contender of contenders) {
    const one = await putUp(contender, server.url, standing.length + 1);
    standing.push(one);
    // The first requests pay for compiling and connecting, in every worker alike.
    await settleFeeds(one.source, hub.ready, contender.feeds);
    await stand(one, "SIGSTOP");
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const one of inTurn(standing, round)) {
      const { feeds: count, name } = one.contender;
      await stand(one, "SIGCONT");
      const outcome = await measureRound(one, hub.ready, count);
      await stand(one, "SIGSTOP");
      one.rounds.push(outcome);
      const { feedsPerSecond, worstDelayMs } = outcome;
      const late = Number.isNaN(worstDelayMs) ? "" : `, loop late by ${worstDelayMs.toFixed(0)} ms at worst`;
      console.log(`round ${round}  ${name}: ${feedsPerSecond.toFixed(0)} feeds/s${late}`);
    }
  }
  for (const one of standing) memory.set(one, await memoryOfTree(one.worker.pid));
} finally {
  for (const one of standing) {
    await stand(one, "SIGCONT");
    await one.stop();
  }
  await hub.stop();
  await server.stop();
}
const reports = new Map<Standing, ReportCount>();
for (const one of standing) {
  reports.set(one, await countReports(one.reports));
  await rm(one.reports, { recursive: true, force: true });
}
printTable();

/** The baseline, and the one of that name or, if none has it, those with it in their names. */
function chosen(all: readonly Contender[], only: string): readonly Contender[] {
  const others = all.filter(({ name }) => name !== BASELINE);
  const named = others.filter(({ name }) => name === only);
  const wanted = named.length > 0 ? named : others.filter(({ name }) => name.includes(only));
  if (wanted.length === 0)
    throw new Error(`no worker is named like "${only}": ${others.map(({ name }) => name).join("; ")}`);
  return all.filter((it) => it.name === BASELINE || wanted.includes(it));
}

/** Stops a worker with all its processes, or lets it go on and catch up with the time that it has lost. */
async function stand({ worker }: Standing, signal: "SIGSTOP" | "SIGCONT"): Promise<void> {
  for (const pid of await treeOf(worker.pid)) if (isAlive(pid)) process.kill(pid, signal);
  if (signal === "SIGCONT") await sleep(CATCH_UP_MS);
}

/** Each is first once in a while: whoever follows a heavy neighbour may be the worse for it. */
function inTurn(all: readonly Standing[], round: number): Standing[] {
  const first = round % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

function printTable(): void {
  const columns = [
    "feeds",
    "feeds/s (range)",
    "× BullMQ (range)",
    "CPU ms a feed",
    "worst loop delay, ms",
    "peak MB of each process",
    "failed",
  ];
  const table = new Table({
    head: ["worker", ...columns, "reports", "blaming a feed"],
    style: { head: [], border: [] },
  });
  for (const one of standing) {
    table.push([
      one.contender.name,
      one.contender.feeds,
      formatSpread(spreadOf(one.rounds.map((it) => it.feedsPerSecond))),
      formatSpread(spreadOf(ratios(one)), 2),
      formatSpread(spreadOf(one.rounds.map((it) => it.cpuMsPerFeed)), 2),
      one.rounds.some((it) => Number.isNaN(it.worstDelayMs))
        ? "–"
        : formatSpread(spreadOf(one.rounds.map((it) => it.worstDelayMs))),
      // The supervisor or main process first, then the hosts or children, the largest first.
      peaksOf(memory.get(one) ?? []),
      one.rounds.reduce((total, it) => total + it.failed, 0),
      reports.get(one)?.all,
      reports.get(one)?.blaming.length,
    ]);
  }
  console.log(table.toString());
  const blaming = [...reports.values()].flatMap((it) => it.blaming);
  for (const { cause, durationMs, blame, task } of blaming) {
    const where = blame ? `${blame.file}:${blame.line} (confidence ${blame.confidence})` : "no line";
    console.log(`blamed wrongly: ${task?.name} at ${where}: ${cause}, ${Math.round(durationMs)} ms`);
  }
  if (blaming.length > 0) process.exitCode = 1;
}

function peaksOf([first, ...others]: readonly Memory[]): string {
  const peaks = others.map(({ peakMb }) => peakMb).sort((a, b) => b - a);
  return [first?.peakMb ?? NaN, ...peaks].map((peak) => peak.toFixed(0)).join(" + ");
}

// Round by round: the machine's own pace changes from minute to minute, and touches neighbours in time alike.
function ratios({ rounds }: Standing): number[] {
  const baseline = standing.find(({ contender }) => contender.name === BASELINE)?.rounds ?? [];
  return rounds.flatMap(({ feedsPerSecond }, round) => {
    const beside = baseline[round];
    return beside ? [feedsPerSecond / beside.feedsPerSecond] : [];
  });
}
