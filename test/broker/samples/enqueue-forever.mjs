// Enqueues job after job at the broker in argv[2], on the queue in argv[3], and prints the id of each that was
// acknowledged. An enqueue that fails is not printed, and the next one is tried. Ends when it is killed.
import { setTimeout as sleep } from "node:timers/promises";
import { openBroker } from "../../../dist/src/broker/open-broker.js";

const [, , url, name] = process.argv;
const broker = await openBroker(url, { cwd: process.cwd() });
const queue = broker.queue(name);
process.stdout.write("open\n");
for (let n = 0; ; n += 1) {
  try {
    const job = await queue.add("job", { n });
    process.stdout.write(`${job.id}\n`);
  } catch {
    await sleep(20);
  }
}
