/**
 * What Loopward is compared with: BullMQ's own Worker in one process, the same fetch and parse in its processor.
 *
 * tsx bullmq-worker.ts REDIS_URL QUEUE CONCURRENCY
 */
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { fetchAndParse } from "../../examples/feed-hub/feeds/fetch-feed.js";

const [, , url = "", queue = "", concurrency] = process.argv;
const connection = new Redis(url, { maxRetriesPerRequest: null });
const worker = new Worker(queue, (job) => fetchAndParse((job.data as { url: string }).url), {
  connection,
  concurrency: Number(concurrency),
});
await worker.waitUntilReady();
console.log("ready");
process.once("SIGTERM", () => {
  void worker.close().then(() => connection.quit());
});
