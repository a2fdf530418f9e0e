import type { Broker } from "../../src/broker/types.js";

const SLICE = 500;
let queues = 0;

/** No-op jobs a second: from the start of a worker until it has completed all that wait for it. */
export async function throughput(broker: Broker, jobs: number, concurrency: number): Promise<number> {
  const queue = `bench-${Date.now()}-${(queues += 1)}`;
  for (let start = 0; start < jobs; start += SLICE) {
    const count = Math.min(SLICE, jobs - start);
    await broker
      .queue(queue)
      .addBulk(Array.from({ length: count }, (_, n) => ({ name: "noop", data: { n } })));
  }
  const began = performance.now();
  const worker = broker.worker(queue, () => Promise.resolve(), { concurrency });
  await new Promise<void>((resolve) => {
    let done = 0;
    worker.on("completed", () => (done += 1) === jobs && resolve());
  });
  const seconds = (performance.now() - began) / 1_000;
  await worker.close();
  return jobs / seconds;
}
