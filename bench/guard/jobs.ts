/**
 * No-op jobs a second of processor time, the worker's and its host's, on a Redis of their own; printed as a number.
 *
 * tsx bench/guard/jobs.ts --variant NAME --jobs N
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { makeTempFolder } from "../../test/support/make-temp-folder.js";
import { redisServer } from "../../test/support/servers.js";
import { cpuMsOfTree } from "../support/cpu-time.js";
import { startProcess } from "../support/measured-process.js";
import { untilQuiet } from "../support/until-quiet.js";
import { untilSettled } from "../support/until-settled.js";

const WARM_UP = 4_000;
const CHUNK = 2_000;

const { values } = parseArgs({
  options: { variant: { type: "string", default: "none" }, jobs: { type: "string", default: "30000" } },
});
const jobs = Number(values.jobs);
const root = fileURLToPath(new URL("../..", import.meta.url));

const server = await redisServer();
if (!server) throw new Error("no Redis to measure with");
const connection = new Redis(server.url, { maxRetriesPerRequest: null });
const queue = new Queue("default", { connection });
const reports = await makeTempFolder();
const worker = await startProcess(
  [
    path.join(root, "dist/src/cli/main.js"),
    "worker",
    ...["-A", path.join(root, "bench/guard/tasks.js"), "-P", "async", "-c", "100", "--hosts", "1"],
    ...["--placement", "off", "--broker", server.url, "--reports", reports],
    ...(values.variant === "guard" ? ["--guard=report"] : []),
  ],
  /\bready\b/,
  { BENCH_VARIANT: values.variant },
);
try {
  await untilQuiet(worker.pid);
  await settle(WARM_UP, WARM_UP);
  const before = await cpuMsOfTree(worker.pid);
  await settle(jobs, WARM_UP + jobs);
  const after = await cpuMsOfTree(worker.pid);
  process.stdout.write(String((jobs / (after - before)) * 1_000));
} finally {
  await worker.stop();
  await queue.close();
  await connection.quit();
  await server.stop();
  await rm(reports, { recursive: true });
}

/** Adds so many jobs, and waits until so many have settled in all. */
async function settle(count: number, inAll: number): Promise<void> {
  for (let left = count; left > 0; left -= CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, left) }, () => ({ name: "bench.noop", data: null }));
    await queue.addBulk(chunk);
  }
  const failed = await untilSettled(queue, inAll);
  if (failed > 0) throw new Error(`${failed} jobs failed`);
}
