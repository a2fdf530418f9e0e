/** BullMQ in this process: `REDIS_URL=redis://… npx tsx bullmq.ts`. */
import type { Job } from "bullmq";
import { startGuard } from "loopward/guard";

// First, and the rest by `import()`: what is loaded earlier is seen less well.
const guard = await startGuard();
const { Queue, QueueEvents, Worker } = await import("bullmq");
const { resize } = await import("./images/resize.js");

const connection = { url: process.env.REDIS_URL ?? "redis://127.0.0.1:6379" };
const queue = new Queue("images", { connection });
const events = new QueueEvents("images", { connection });
const worker = new Worker(
  "images",
  guard.wrap((job: Job<{ image: string }>) => resize(job.data.image)),
  { connection },
);

await events.waitUntilReady();
const job = await queue.add("thumbnail", { image: "cat.png" });
console.log(await job.waitUntilFinished(events));

await worker.close();
await Promise.all([events.close(), queue.close()]);
await guard.stop();
