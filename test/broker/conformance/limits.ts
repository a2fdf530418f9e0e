import { expect, test } from "vitest";
import { eventually } from "../../support/eventually.js";
import { numbered, type Trial } from "./trial.js";

/** What holds jobs back: rate limits, pauses, a limit on all workers, and being a duplicate. */
export function limits(trial: Trial): void {
  test("no more jobs are started in a stretch of time than the rate limit says", async () => {
    const queue = trial.newQueue();
    await trial.broker.queue(queue).addBulk(numbered(15));
    const startedAt: number[] = [];
    const limiter = { max: 5, duration: 400 };
    trial.work(queue, () => Promise.resolve(startedAt.push(Date.now())), { limiter, concurrency: 10 });
    await eventually("all started", () => startedAt.length === 15);
    // The broker's clock starts a moment before the first run does.
    const answerMs = 100;
    expect((startedAt[5] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThanOrEqual(400 - answerMs);
    expect((startedAt[10] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThanOrEqual(800 - answerMs);
  });

  test("no more jobs are in flight on all workers than the queue allows", async () => {
    const queue = trial.newQueue();
    await trial.broker.queue(queue).setGlobalConcurrency(2);
    await trial.broker.queue(queue).addBulk(numbered(20));
    let inFlight = 0;
    let most = 0;
    let done = 0;
    const run = async () => {
      most = Math.max(most, (inFlight += 1));
      await new Promise((resolve) => setTimeout(resolve, 15));
      inFlight -= 1;
      done += 1;
    };
    trial.work(queue, run, { concurrency: 5 });
    trial.work(queue, run, { concurrency: 5 });
    await eventually("all done", () => done === 20);
    expect(most).toBe(2);
  });

  test("nothing is taken from a paused queue, and everything once it goes on", async () => {
    const queue = trial.newQueue();
    await trial.broker.queue(queue).pause();
    await trial.broker.queue(queue).addBulk(numbered(3));
    let taken = 0;
    trial.work(queue, () => Promise.resolve((taken += 1)));
    await trial.afterARoundTrip();
    expect(await trial.broker.queue(queue).isPaused()).toBe(true);
    expect(taken).toBe(0);
    await trial.broker.queue(queue).resume();
    await eventually("all taken", () => taken === 3);
  });

  test("a job with the id of one that is there is that one", async () => {
    const queue = trial.newQueue();
    const opts = { jobId: "feed-12" };
    await trial.broker.queue(queue).add("job", { n: 1 }, opts);
    await trial.broker.queue(queue).add("job", { n: 2 }, opts);
    expect(await trial.takeAll(queue, 1)).toEqual([1]);
    expect(await trial.broker.counts(queue)).toMatchObject({ waiting: 0, completed: 1 });
  });

  test("a duplicate is not added while the first is unsettled", async () => {
    const queue = trial.newQueue();
    const opts = { deduplication: { id: "feed-12" } };
    const events = await trial.listening(queue);
    const duplicates: string[] = [];
    events.on("deduplicated", ({ jobId }) => duplicates.push(jobId));
    const first = await trial.broker.queue(queue).add("job", { n: 1 }, opts);
    const second = await trial.broker.queue(queue).add("job", { n: 2 }, opts);
    expect(second.id).toBe(first.id);
    expect(await trial.takeAll(queue, 1)).toEqual([1]);
    await trial.broker.queue(queue).add("job", { n: 3 }, opts);
    expect(await trial.takeAll(queue, 1)).toEqual([3]);
    await eventually("the duplicate is told of", () => duplicates.length > 0);
    expect(duplicates).toEqual([first.id]);
  });

  test("a throttled job is added once within its time, settled or not", async () => {
    const queue = trial.newQueue();
    const opts = { deduplication: { id: "feed-12", ttl: 3_600_000 } };
    await trial.broker.queue(queue).add("job", { n: 1 }, opts);
    expect(await trial.takeAll(queue, 1)).toEqual([1]);
    await trial.broker.queue(queue).add("job", { n: 2 }, opts);
    expect(await trial.broker.counts(queue)).toMatchObject({ waiting: 0, completed: 1 });
    const short = { deduplication: { id: "feed-13", ttl: 50 } };
    await trial.broker.queue(queue).add("job", { n: 3 }, short);
    await eventually("its time is over", async () => {
      await trial.broker.queue(queue).add("job", { n: 4 }, short);
      return (await trial.broker.counts(queue)).waiting === 2;
    });
  });
}
