/**
 * What Loopward is compared with: BullMQ's own Worker in one process, the same fetch and parse in its processor,
 * with the signal that aborts it, as a task has.
 *
 * tsx bullmq-worker.ts REDIS_URL QUEUE CONCURRENCY
 */
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { fetchAndParse } from "../../examples/feed-hub/feeds/fetch-feed.js";

const [, , url = "", queue = "", concurrency] = process.argv;
const connection = new Redis(url, { maxRetriesPerRequest: null });
const worker = new Worker(
  queue,
  (job, _token, signal) => fetchAndParse((job.data as { url: string }).url, signal),
  { connection, concurrency: Number(concurrency) },
);
await worker.waitUntilReady();
console.log("ready");
process.once("SIGTERM", () => {
  void worker.close().then(() => connection.quit());
});
