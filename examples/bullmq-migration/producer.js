const { Queue, QueueEvents } = require("bullmq");
const connection = require("./connection.js");

const WELCOMES = 200;

async function main() {
  const queue = new Queue("emails", { connection });
  // Each job that is waited for listens for the queue's end.
  queue.setMaxListeners(0);
  const events = new QueueEvents("emails", { connection });
  await events.waitUntilReady();
  const began = Date.now();
  const jobs = await queue.addBulk([
    ...Array.from({ length: WELCOMES }, (_, n) => ({
      name: "welcome",
      data: { to: `user${n}@example.com` },
      opts: { attempts: 3, backoff: { type: "fixed", delay: 50 } },
    })),
    { name: "digest", data: { to: "reader@example.com" } },
  ]);
  const results = await Promise.all(jobs.map((job) => job.waitUntilFinished(events)));
  const bytes = results.reduce((sum, result) => sum + result.bytes, 0);
  console.log(`${results.length} emails sent, ${bytes} bytes, in ${Date.now() - began} ms`);
  await events.close();
  await queue.close();
}

void main();
