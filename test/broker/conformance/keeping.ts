import { expect, test } from "vitest";
import type { Job } from "../../../src/broker/types.js";
import { eventually } from "../../support/eventually.js";
import { numbered, numberOf, numbers, type Trial } from "./trial.js";

/** What is kept of a job, for how long, and how jobs are counted. */
export function keeping(trial: Trial): void {
  test("a settled job keeps its result, or its error and stack, until someone removes it", async () => {
    const queue = trial.newQueue();
    const [good, bad] = await trial.broker.queue(queue).addBulk(numbered(2));
    const worker = trial.work(queue, (job) =>
      numberOf(job) === 0 ? Promise.resolve({ pages: 3 }) : Promise.reject(new Error("no such feed")),
    );
    await eventually("both settled", async () => {
      const { completed, failed } = await trial.broker.counts(queue);
      return completed === 1 && failed === 1;
    });
    await worker.close();
    const kept = (job: Job | undefined) => trial.broker.queue(queue).getJob(job?.id ?? "");
    expect((await kept(good))?.returnvalue).toEqual({ pages: 3 });
    expect(await kept(bad)).toMatchObject({
      failedReason: "no such feed",
      stacktrace: [expect.stringContaining("Error: no such feed")],
    });
    await (await kept(good))?.remove();
    expect(await kept(good)).toBe(undefined);
  });

  test.each(["completed", "failed"] as const)(
    "%s jobs are removed, or the last few kept, as asked",
    async (end) => {
      const none = trial.newQueue();
      const three = trial.newQueue();
      const option = end === "completed" ? "removeOnComplete" : "removeOnFail";
      await trial.broker.queue(none).addBulk(numbered(5, { [option]: true }));
      await trial.broker.queue(three).addBulk(numbered(8, { [option]: { count: 3 } }));
      let settled = 0;
      for (const queue of [none, three])
        trial
          .work(queue, () => (end === "completed" ? Promise.resolve() : Promise.reject(new Error("no"))))
          .on(end, () => (settled += 1));
      await eventually("all settled", () => settled === 13);
      expect((await trial.broker.counts(none))[end]).toBe(0);
      expect((await trial.broker.counts(three))[end]).toBe(3);
      const kept = await trial.broker.queue(three).getJobs([end]);
      expect(kept.map(numberOf).sort()).toEqual([5, 6, 7]);
    },
  );

  test("keeping only the last few completed jobs does not disturb those that complete meanwhile", async () => {
    const queue = trial.newQueue();
    await trial.broker.queue(queue).addBulk(numbered(600));
    const options = { concurrency: 100, removeOnComplete: { count: 20 }, stalledInterval: 60_000 };
    const runs: number[] = [];
    let completed = 0;
    const run = (job: Job) => Promise.resolve(runs.push(numberOf(job)));
    trial.work(queue, run, options).on("completed", () => (completed += 1));
    await eventually("all completed", () => completed === 600, 50_000);
    expect(runs.sort((a, b) => a - b)).toEqual(numbers(600));
  });

  test("jobs are counted by state, those of a paused queue as well", async () => {
    const queue = trial.newQueue();
    const empty = { waiting: 0, active: 0, delayed: 0, waitingChildren: 0, completed: 0, failed: 0 };
    expect(await trial.broker.counts(queue)).toEqual(empty);
    await trial.broker.queue(queue).addBulk(numbered(4));
    let held = false;
    let goOn = () => undefined as void;
    const worker = trial.work(queue, async (job) => {
      if (numberOf(job) === 1) throw new Error("no");
      if (numberOf(job) < 3) return;
      held = true;
      await new Promise<void>((resolve) => (goOn = resolve));
    });
    await eventually("the fourth is held", () => held);
    await trial.broker.queue(queue).add("job", { n: 4 }, { delay: 3_600_000 });
    await trial.broker.queue(queue).addBulk(numbered(2, { priority: 3 }));
    await trial.broker.queue(queue).pause();
    await trial.broker.queue(queue).add("job", { n: 7 });
    await trial.broker.flows().add({
      name: "parent",
      queueName: queue,
      children: [{ name: "child", queueName: trial.newQueue() }],
    });
    const counted = { waiting: 3, active: 1, delayed: 1, waitingChildren: 1, completed: 2, failed: 1 };
    expect(await trial.broker.counts(queue)).toEqual(counted);
    goOn();
    await worker.close();
  });
}
