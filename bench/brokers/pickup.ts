import { setTimeout as sleep } from "node:timers/promises";
import type { Broker } from "../../src/broker/types.js";

/** Long enough for the worker to fall asleep on its queue. */
const IDLE_MS = 100;

/** From before the enqueue until an idle worker's processor is called, in ms. */
export async function pickupTimes(broker: Broker, count: number): Promise<number[]> {
  const queue = `pickup-${Date.now()}`;
  let started: (at: number) => void = () => undefined;
  const worker = broker.worker(
    queue,
    () => {
      started(performance.now());
      return Promise.resolve();
    },
    {},
  );
  await worker.waitUntilReady();
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    await sleep(IDLE_MS);
    const start = new Promise<number>((resolve) => (started = resolve));
    const began = performance.now();
    await broker.queue(queue).add("noop", {});
    times.push((await start) - began);
  }
  await worker.close();
  return times;
}
