/**
 * `npm run bench:recovery`: one job that never ends among many, three workers on one Redis, 1,000 runs at once each:
 * BullMQ's own worker with its defaults beside Loopward's with `--guard`. Innocent jobs of one second come in steadily.
 *
 * tsx bench/recovery.ts [--seconds 160] [--rate 30]
 */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Queue, type Job } from "bullmq";
import Table from "cli-table3";
import { Redis } from "ioredis";
import { makeTempFolder } from "../test/support/make-temp-folder.js";
import { redisServer } from "../test/support/servers.js";
import { describeMachine } from "./support/machine.js";
import { startProcess, type MeasuredProcess } from "./support/measured-process.js";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "160" }, rate: { type: "string", default: "30" } },
});
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const root = fileURLToPath(new URL("..", import.meta.url));
const QUEUE = "recovery";
const WORKERS = 3;
/** The runaway job comes when all is in full swing. */
const CULPRIT_AFTER_S = 5;
/** What still runs when the last job has come may take as long as BullMQ's lock and stalled check. */
const LAST_WAIT_MS = 70_000;

interface Outcome {
  readonly name: string;
  readonly jobs: number;
  readonly innocentsFailed: number;
  readonly innocentsUnsettled: number;
  readonly takenTwice: number;
  readonly culprit: string;
  readonly longestGapS: number;
  readonly workersAlive: number;
}

const server = await redisServer();
if (!server) process.exit(1);
console.log(
  `${describeMachine()}\n${rate} innocent jobs a second for ${seconds} s, one runaway after ${CULPRIT_AFTER_S} s`,
);
const outcomes: Outcome[] = [];
try {
  outcomes.push(
    await measure("BullMQ, defaults", () => [
      ...["--import", "tsx", path.join(root, "bench/recovery/bullmq-worker.ts"), server.url, QUEUE, "1000"],
    ]),
  );
  const reports = await makeTempFolder();
  outcomes.push(
    await measure("Loopward, --guard", () => [
      ...[
        path.join(root, "dist/src/cli/main.js"),
        "worker",
        "-A",
        path.join(root, "bench/recovery/tasks.ts"),
      ],
      ...["-P", "async", "-c", "1000", "--guard", "--broker", server.url, "--reports", reports],
    ]),
  );
} finally {
  await server.stop();
}
printTable();

async function measure(name: string, args: () => string[]): Promise<Outcome> {
  const connection = new Redis(server!.url, { maxRetriesPerRequest: null });
  await connection.flushdb();
  const queue = new Queue(QUEUE, { connection });
  const workers: MeasuredProcess[] = [];
  try {
    for (let n = 0; n < WORKERS; n += 1) workers.push(await startProcess(args(), /\bready\b/));
    const ids = await feed(queue);
    const culprit = await whenSettled(queue, ids);
    const jobs = await Promise.all(ids.map((id) => queue.getJob(id)));
    const alive = await countAlive(queue, workers.length);
    return { name, ...judge(jobs as Job[]), culprit, workersAlive: alive };
  } finally {
    // A worker that spins hears no SIGTERM.
    for (const worker of workers) worker.kill();
    await queue.close();
    await connection.quit();
  }
}

/** Adds the jobs at their rate; returns the ids of the innocent ones, the runaway's last. */
async function feed(queue: Queue): Promise<string[]> {
  const ids: string[] = [];
  let culprit = "";
  for (let second = 0; second < seconds; second += 1) {
    const jobs = Array.from({ length: rate }, () => ({ name: "innocent", data: {} }));
    ids.push(...(await queue.addBulk(jobs)).map((job) => job.id ?? ""));
    if (second === CULPRIT_AFTER_S) culprit = (await queue.add("runaway", {})).id ?? "";
    await sleep(1_000);
  }
  return [...ids, culprit];
}

/** Waits until every job has settled, or for as long as may be; says what became of the runaway. */
async function whenSettled(queue: Queue, ids: string[]): Promise<string> {
  const culprit = ids.pop() ?? "";
  const deadline = Date.now() + LAST_WAIT_MS;
  while (Date.now() < deadline) {
    const { completed = 0, failed = 0 } = await queue.getJobCounts("completed", "failed");
    if (completed + failed > ids.length) break;
    await sleep(500);
  }
  const job = await queue.getJob(culprit);
  return job?.failedReason ? `failed: ${job.failedReason}` : `still ${await job?.getState()}`;
}

function judge(jobs: readonly Job[]): Omit<Outcome, "name" | "culprit" | "workersAlive"> {
  const completions = jobs.flatMap((job) => (job.finishedOn && !job.failedReason ? [job.finishedOn] : []));
  completions.sort((a, b) => a - b);
  const gaps = completions.slice(1).map((at, n) => at - (completions[n] ?? at));
  return {
    jobs: jobs.length,
    innocentsFailed: jobs.filter((job) => job.failedReason).length,
    innocentsUnsettled: jobs.filter((job) => !job.finishedOn).length,
    takenTwice: jobs.filter((job) => job.attemptsStarted > 1).length,
    longestGapS: Math.max(0, ...gaps) / 1_000,
  };
}

/** How many workers take part in a burst of jobs: each takes no more than it has slots for, and a spinning one none. */
async function countAlive(queue: Queue, workers: number): Promise<number> {
  await queue.addBulk(Array.from({ length: workers * 1_000 }, () => ({ name: "innocent", data: {} })));
  await sleep(900);
  const { active = 0 } = await queue.getJobCounts("active");
  return Math.round(active / 1_000);
}

function printTable(): void {
  const table = new Table({
    head: [
      ...["worker", "innocent jobs", "failed", "not settled", "taken twice"],
      ...["longest time without a completion", "workers alive", "the runaway"],
    ],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [18, 10, 8, 9, 8, 14, 9, 44],
  });
  for (const it of outcomes)
    table.push([
      ...[it.name, it.jobs, it.innocentsFailed, it.innocentsUnsettled, it.takenTwice],
      ...[`${it.longestGapS.toFixed(1)} s`, `${it.workersAlive} of ${WORKERS}`, it.culprit],
    ]);
  console.log(table.toString());
}
