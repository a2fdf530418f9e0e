// Opens the broker in argv[2], runs one job on the queue in argv[3], prints its result and closes. Must then end by itself.
import { openBroker } from "../../../dist/src/broker/open-broker.js";

const [, , url, queue] = process.argv;
const broker = await openBroker(url, { cwd: process.cwd() });
const events = broker.events(queue);
await events.waitUntilReady();
broker.worker(queue, async (job) => job.data.value, {});
const job = await broker.queue(queue).add("job", { value: "value" });
console.log(await job.waitUntilFinished(events));
await broker.close();
