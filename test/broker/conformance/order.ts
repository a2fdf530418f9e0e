import { expect, test } from "vitest";
import { eventually } from "../../support/eventually.js";
import { numbered, numberOf, numbers, type Trial } from "./trial.js";

/** In which order jobs are taken, and that each is taken once. */
export function order(trial: Trial): void {
  test("jobs are taken in the order in which they came", async () => {
    const queue = trial.newQueue();
    await trial.broker.queue(queue).addBulk(numbered(50));
    expect(await trial.takeAll(queue, 50)).toEqual(numbers(50));
  });

  test("the last that came is taken first where it asks for that", async () => {
    const queue = trial.newQueue();
    for (const n of numbers(3)) await trial.broker.queue(queue).add("job", { n }, { lifo: true });
    expect(await trial.takeAll(queue, 3)).toEqual([2, 1, 0]);
  });

  test("a job of higher priority goes first, and among equals the first that came", async () => {
    const queue = trial.newQueue();
    for (const [n, priority] of [9, 1, 5, 1, 9].entries())
      await trial.broker.queue(queue).add("job", { n }, { priority });
    expect(await trial.takeAll(queue, 5)).toEqual([1, 3, 2, 0, 4]);
  });

  test("a delayed job waits its time, and others do not wait for it", async () => {
    const queue = trial.newQueue();
    const added = Date.now();
    await trial.broker.queue(queue).add("job", { n: 0 }, { delay: 400 });
    await trial.broker.queue(queue).add("job", { n: 1 });
    expect(await trial.takeAll(queue, 2)).toEqual([1, 0]);
    expect(Date.now() - added).toBeGreaterThanOrEqual(400);
  });

  test("a delayed job that is promoted is taken at once", async () => {
    const queue = trial.newQueue();
    const job = await trial.broker.queue(queue).add("job", { n: 7 }, { delay: 3_600_000 });
    await job.promote();
    expect(await trial.takeAll(queue, 1)).toEqual([7]);
  });

  test("ten thousand jobs run once each, many at a time", async () => {
    const queue = trial.newQueue();
    const ids = new Set<string | undefined>();
    for (let part = 0; part < 10; part += 1) {
      const added = await trial.broker.queue(queue).addBulk(numbered(1_000));
      for (const { id } of added) ids.add(id);
    }
    expect(ids.size).toBe(10_000);
    const runs = new Int32Array(1_000);
    let inFlight = 0;
    let mostInFlight = 0;
    const worker = trial.work(
      queue,
      async (job) => {
        mostInFlight = Math.max(mostInFlight, (inFlight += 1));
        await new Promise(setImmediate);
        inFlight -= 1;
        const n = numberOf(job);
        runs[n] = (runs[n] ?? 0) + 1;
      },
      { concurrency: 100, stalledInterval: 60_000 },
    );
    await eventually(
      "all completed",
      async () => (await trial.broker.counts(queue)).completed === 10_000,
      55_000,
    );
    await worker.close();
    expect(new Set(runs)).toEqual(new Set([10]));
    expect(mostInFlight).toBeGreaterThan(20);
  });
}
