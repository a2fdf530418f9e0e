/**
 * `npm run bench:blame`: whom the guard blames on the feed hub, a thousand feeds in flight. Without a blocking feed: nobody,
 * and saturation in few lines. With one in a thousand that blocks for 150 ms: each of these, and no other.
 *
 * tsx bench/blame.ts [--feeds 20000] [--hosts 1,2] [--every 0,1000]
 */
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Queue } from "bullmq";
import Table from "cli-table3";
import { Redis } from "ioredis";
import type { Report } from "../src/findings/report.js";
import { makeTempFolder } from "../test/support/make-temp-folder.js";
import { redisServer } from "../test/support/servers.js";
import { describeMachine } from "./support/machine.js";
import { startProcess } from "./support/measured-process.js";
import { untilSettled } from "./support/until-settled.js";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "20000" },
    hosts: { type: "string", default: "1,2" },
    every: { type: "string", default: "0,1000" },
  },
});
const feeds = Number(values.feeds);
const root = fileURLToPath(new URL("..", import.meta.url));
const CHUNK = 1_000;
// The hub has so many.
const HUB_FEEDS = 5_000;

interface Outcome {
  readonly expected: number;
  readonly blamed: number;
  readonly wrong: readonly Report[];
  readonly missed: number;
  readonly saturation: { readonly turns: number; readonly lines: number };
  /** Stalls that nobody is blamed for, by their causes. */
  readonly excused: string;
  readonly bytes: number;
  readonly failed: number;
}

const server = await redisServer();
if (!server) process.exit(1);
const hub = await startProcess(["--import", "tsx", path.join(root, "examples/feed-hub/server.ts")], /^http:/);
console.log(`${describeMachine()}\n${feeds} feeds, 1,000 in flight`);
const table = new Table({
  head: ["hosts", "blocking", "blamed", "of", "wrongly", "saturation", "lines", "excused", "KB", "failed"],
  style: { head: [], border: [] },
});
try {
  for (const hosts of values.hosts.split(","))
    for (const every of values.every.split(",").map(Number)) {
      const outcome = await run(server.url, hub.ready, hosts, every);
      const { expected, blamed, wrong, missed, saturation, excused, bytes, failed } = outcome;
      const rate = every === 0 ? "none" : `1 in ${every}`;
      const size = (bytes / 1024).toFixed(1);
      table.push([
        hosts,
        rate,
        blamed,
        expected,
        wrong.length,
        saturation.turns,
        saturation.lines,
        excused,
        size,
        failed,
      ]);
      for (const { task, cause, durationMs, blame } of wrong)
        console.log(
          `wrongly: run ${task?.runId} at ${blame?.file}:${blame?.line}, ${cause}, ${durationMs} ms`,
        );
      if (wrong.length > 0 || missed > 0) process.exitCode = 1;
    }
} finally {
  await hub.stop();
  await server.stop();
}
console.log(table.toString());

async function run(redisUrl: string, hubUrl: string, hosts: string, every: number): Promise<Outcome> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  await connection.flushdb();
  const queue = new Queue("feeds", { connection });
  const folder = await makeTempFolder();
  const worker = await startProcess(
    [
      path.join(root, "dist/src/cli/main.js"),
      "worker",
      ...["-A", path.join(root, "bench/blame/tasks.ts"), "-P", "async", "-c", "1000", "--hosts", hosts],
      ...["--guard=report", "--placement", "off", "--broker", redisUrl, "--reports", folder],
    ],
    /\bready\b/,
  );
  try {
    const blocking = new Set<string>();
    for (let start = 0; start < feeds; start += CHUNK) {
      const jobs = Array.from({ length: Math.min(CHUNK, feeds - start) }, (_, n) => {
        const feed = start + n;
        const blocks = every > 0 && feed % every === Math.floor(every / 2);
        const jobId = `feed-${feed}`;
        if (blocks) blocking.add(jobId);
        return {
          name: "feeds.fetch",
          data: { url: `${hubUrl}/feed/${feed % HUB_FEEDS}`, blocks },
          opts: { jobId },
        };
      });
      await queue.addBulk(jobs);
    }
    const failed = await untilSettled(queue, feeds);
    await worker.stop();
    return { ...(await judge(folder, blocking)), failed };
  } finally {
    await worker.stop();
    await queue.close();
    await connection.quit();
    await rm(folder, { recursive: true });
  }
}

async function judge(folder: string, blocking: ReadonlySet<string>): Promise<Omit<Outcome, "failed">> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".ndjson"));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => line !== "");
  const written = lines.map((line) => JSON.parse(line) as Report);
  const reports = [...new Map(written.map((report) => [report.id, report])).values()];
  const naming = reports.filter(({ task }) => task !== null);
  const right = naming.filter(({ task, blame }) => blocking.has(task?.runId ?? "") && isBlock(blame));
  const blamed = count(right);
  const excused = reports.filter(({ task, cause }) => task === null && cause !== "saturation");
  return {
    expected: blocking.size,
    blamed,
    wrong: naming.filter((report) => !right.includes(report)),
    missed: blocking.size - blamed,
    saturation: {
      turns: count(reports.filter(({ cause }) => cause === "saturation")),
      lines: written.filter(({ cause }) => cause === "saturation").length,
    },
    excused: causesOf(excused)
      .map((cause) => `${cause} ${count(excused.filter((it) => it.cause === cause))}`)
      .join(", "),
    bytes: texts.join("").length,
  };
}

// The whole function is one piece of computation: any of its lines is right.
function isBlock(blame: Report["blame"]): boolean {
  return blame?.file.endsWith("bench/blame/tasks.ts") === true && blame.function === "block";
}

function causesOf(reports: readonly Report[]): Report["cause"][] {
  return [...new Set(reports.map(({ cause }) => cause))];
}

function count(reports: readonly Report[]): number {
  return reports.reduce((sum, { folded }) => sum + (folded?.count ?? 1), 0);
}
