import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { makeTempFolder } from "../../test/support/make-temp-folder.js";
import { startProcess, type MeasuredProcess } from "../support/measured-process.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const QUEUE = "scale";

/** A worker that is up, with a Redis database of its own. */
export interface Standing {
  readonly worker: MeasuredProcess;
  readonly queue: Queue;
  readonly redis: Redis;
  stop(): Promise<void>;
}

/** Loopward with its guard. */
export async function standLoopward(url: string, slots: number, hosts = 1): Promise<Standing> {
  const reports = await makeTempFolder();
  const app = ["worker", "-A", path.join(root, "bench/scale/tasks.ts"), "--guard", "--reports", reports];
  const size = [
    "-P",
    "async",
    "-c",
    String(slots),
    "--hosts",
    String(hosts),
    "--without-control",
    "--shutdown-timeout",
    "0",
  ];
  const worker = await startProcess(
    [path.join(root, "dist/src/cli/main.js"), ...app, ...size, "--broker", url],
    /\bready\b/,
  );
  const standing = await stand(url, worker);
  return {
    ...standing,
    async stop() {
      await standing.stop();
      await rm(reports, { recursive: true, force: true });
    },
  };
}

/** BullMQ's own worker. */
export async function standBullmq(url: string, slots: number): Promise<Standing> {
  const file = path.join(root, "bench/scale/bullmq-worker.ts");
  return stand(url, await startProcess(["--import", "tsx", file, url, QUEUE, String(slots)], /^ready$/));
}

async function stand(url: string, worker: MeasuredProcess): Promise<Standing> {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(QUEUE, { connection: redis });
  await queue.waitUntilReady();
  return {
    worker,
    queue,
    redis,
    async stop() {
      await worker.stop();
      await queue.close();
      await redis.flushdb();
      await redis.quit();
    },
  };
}
