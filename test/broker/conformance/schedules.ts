import { expect, test } from "vitest";
import { eventually } from "../../support/eventually.js";
import { numberOf, type Trial } from "./trial.js";

/** Jobs that repeat (BullMQ's job schedulers). */
export function schedules(trial: Trial): void {
  test("a schedule adds a job at each interval, as often as it may, and no other", async () => {
    const queue = trial.newQueue();
    const startedAt: number[] = [];
    const first = await trial.broker
      .queue(queue)
      .upsertJobScheduler("tick", { every: 150, limit: 3 }, { name: "tick", data: { n: 5 } });
    expect(first.name).toBe("tick");
    const worker = trial.work(queue, (job) => {
      startedAt.push(Date.now());
      return Promise.resolve(numberOf(job));
    });
    await eventually("three runs", () => startedAt.length === 3);
    await eventually("none is left", async () => {
      const { waiting, active, delayed } = await trial.broker.counts(queue);
      return waiting + active + delayed === 0;
    });
    await worker.close();
    expect(startedAt).toHaveLength(3);
    // The first is due at once; the third two intervals after it, or later on a busy machine.
    expect((startedAt[2] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThan(150);
  });

  test("a cron schedule counts in its time zone", async () => {
    const queue = trial.newQueue();
    await trial.broker
      .queue(queue)
      .upsertJobScheduler("night", { pattern: "30 3 * * *", tz: "Asia/Kathmandu" });
    const schedule = await trial.broker.queue(queue).getJobScheduler("night");
    const due = new Date(schedule?.next ?? 0);
    expect(due.getTime()).toBeGreaterThan(Date.now());
    expect(due.getTime()).toBeLessThanOrEqual(Date.now() + 24 * 3_600_000);
    const clock = due.toLocaleTimeString("en-GB", { timeZone: "Asia/Kathmandu" });
    expect(clock).toBe("03:30:00");
    expect(await trial.broker.counts(queue)).toMatchObject({ delayed: 1 });
  });

  test("a schedule that is set again is changed, not doubled, and removed it adds nothing more", async () => {
    const queue = trial.broker.queue(trial.newQueue());
    await queue.upsertJobScheduler("tick", { every: 3_600_000 }, { data: { n: 1 } });
    await queue.upsertJobScheduler("tick", { every: 7_200_000 }, { data: { n: 2 } });
    expect(await queue.getJobSchedulersCount()).toBe(1);
    expect(await queue.getJobScheduler("tick")).toMatchObject({
      every: 7_200_000,
      template: { data: { n: 2 } },
    });
    expect(await queue.removeJobScheduler("tick")).toBe(true);
    expect(await queue.getJobSchedulersCount()).toBe(0);
    // The first one was due at once.
    expect(await trial.broker.counts(queue.name)).toMatchObject({ waiting: 1, delayed: 0 });
  });
}
