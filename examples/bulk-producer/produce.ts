/**
 * Enqueues a run for each line of a file of NDJSON, however long it is. A thousand lines go to the broker at a time, and the
 * next are read when they are there: memory stays flat, and the producer is as fast as the broker.
 *
 * tsx produce.ts orders.ndjson
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { bookOrder, type Order } from "./tasks.js";

const AT_ONCE = 1_000;

const [file = ""] = process.argv.slice(2);
const began = performance.now();
let enqueued = 0;
let batch: Order[] = [];
for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
  if (line.trim() === "") continue;
  batch.push(JSON.parse(line) as Order);
  if (batch.length === AT_ONCE) await flush();
}
await flush();
const seconds = (performance.now() - began) / 1_000;
console.log(
  `${enqueued} runs enqueued in ${seconds.toFixed(1)} s, ${Math.round(enqueued / seconds)} a second`,
);

async function flush(): Promise<void> {
  enqueued += (await bookOrder.enqueueMany(batch)).length;
  batch = [];
}
