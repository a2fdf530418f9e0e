/**
 * BullMQ's own Worker with its defaults, in one process.
 *
 * tsx bullmq-worker.ts REDIS_URL QUEUE CONCURRENCY
 */
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { innocent, runaway } from "./work.js";

const [, , url = "", queue = "", concurrency] = process.argv;
const connection = new Redis(url, { maxRetriesPerRequest: null });
const worker = new Worker(queue, (job) => (job.name === "runaway" ? runaway() : innocent()), {
  connection,
  concurrency: Number(concurrency),
});
await worker.waitUntilReady();
console.log("ready");
