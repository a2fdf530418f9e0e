/**
 * What Loopward is compared with: BullMQ's own Worker in one process, whose processor does nothing.
 *
 * tsx bullmq-worker.ts REDIS_URL QUEUE CONCURRENCY
 */
import { Worker } from "bullmq";
import { Redis } from "ioredis";

const [, , url = "", queue = "", concurrency] = process.argv;
const connection = new Redis(url, { maxRetriesPerRequest: null });
const worker = new Worker(queue, () => Promise.resolve(), { connection, concurrency: Number(concurrency) });
await worker.waitUntilReady();
console.log("ready");
process.once("SIGTERM", () => {
  void worker.close().then(() => connection.quit());
});
