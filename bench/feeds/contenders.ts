import path from "node:path";
import { rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { makeTempFolder } from "../../test/support/make-temp-folder.js";
import { startProcess, type MeasuredProcess } from "../support/measured-process.js";
import type { Round } from "./measure.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const QUEUE = "feeds";

/** What the others are compared with. */
export const BASELINE = "BullMQ in-process";

/** One kind of worker to measure; `feeds` a round: fewer where it is too slow for all of them. */
export interface Contender {
  readonly name: string;
  readonly feeds: number;
  start(redisUrl: string, reports: string): { args: string[]; ready: RegExp };
}

/** A contender's worker, up for the whole bench as workers are, with a database and a folder of reports of its own. */
export interface Standing {
  readonly contender: Contender;
  readonly worker: MeasuredProcess;
  readonly queue: Queue;
  readonly reports: string;
  /** Where its processes tell of their loops. */
  readonly probes: string;
  readonly rounds: Round[];
  stop(): Promise<void>;
}

/** @param feeds how many a round has */
export function listContenders(feeds: number): readonly Contender[] {
  return [
    {
      name: BASELINE,
      feeds,
      start: (redisUrl) => ({
        args: ["--import", "tsx", path.join(root, "bench/feeds/bullmq-worker.ts"), redisUrl, QUEUE, "1000"],
        ready: /^ready$/,
      }),
    },
    loopward("Loopward, 1 host, guard", feeds, ["-P", "async", "-c", "1000", "--guard"]),
    loopward("Loopward, 1 host, guard, in place", feeds, [
      ...["-P", "async", "-c", "1000", "--guard", "--guard-abort=in-place"],
    ]),
    loopward("Loopward, 1 host, guard, loop target 150", feeds, [
      ...["-P", "async", "-c", "1000", "--guard", "--loop-target", "150"],
    ]),
    loopward("Loopward, 2 hosts, guard", feeds, ["-P", "async", "-c", "1000", "--hosts", "2", "--guard"]),
    loopward("Loopward, 1 host, no guard", feeds, ["-P", "async", "-c", "1000"]),
    loopward("Loopward, 2 processes", Math.min(feeds, 100), ["-P", "processes", "-c", "2"]),
  ];
}

/** @param database the number of its own Redis database */
export async function putUp(contender: Contender, redisUrl: string, database: number): Promise<Standing> {
  const url = `${redisUrl}/${database}`;
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(QUEUE, { connection });
  const reports = await makeTempFolder();
  const probes = await makeTempFolder();
  const { args, ready } = contender.start(url, reports);
  const probe = pathToFileURL(path.join(root, "bench/feeds/loop-probe.js")).href;
  const worker = await startProcess(args, ready, {
    NODE_OPTIONS: `--import ${probe}`,
    LOOP_PROBE_DIR: probes,
  });
  const stop = async () => {
    await worker.stop();
    await queue.close();
    await connection.quit();
    await rm(probes, { recursive: true, force: true });
  };
  return { contender, worker, queue, reports, probes, rounds: [], stop };
}

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
