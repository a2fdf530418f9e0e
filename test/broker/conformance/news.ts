import { expect, test } from "vitest";
import { eventually } from "../../support/eventually.js";
import type { Trial } from "./trial.js";

/** What is heard of a job while it runs. */
export function news(trial: Trial): void {
  test("events tell of progress, and carry what a producer of events sends", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    const heard: unknown[] = [];
    events.on("progress", ({ data }) => heard.push(data));
    const custom = new Promise((resolve) => {
      events.on("loopward" as "progress", resolve);
    });
    const job = await trial.broker.queue(queue).add("steps", {});
    trial.work(queue, async (job) => {
      await job.updateProgress(40);
      await job.updateProgress({ pages: 3 });
    });
    await job.waitUntilFinished(events, 20_000);
    await trial.broker.eventsProducer(queue).publishEvent({ eventName: "loopward", note: "hé 🧵" });
    expect(await custom).toMatchObject({ note: "hé 🧵" });
    await eventually("both progress events", () => heard.length === 2);
    expect(heard).toEqual([40, { pages: 3 }]);
    expect((await trial.broker.queue(queue).getJob(job.id ?? ""))?.progress).toEqual({ pages: 3 });
  });

  test("a job's log lines are kept in order, or the last of them, and its data can be changed", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    const whole = await trial.broker.queue(queue).add("log", {});
    const short = await trial.broker.queue(queue).add("log", {}, { keepLogs: 2 });
    trial.work(queue, async (job) => {
      for (const line of ["first", "zweite", "третья"]) await job.log(line);
      await job.updateData({ seen: true });
    });
    await Promise.all([whole, short].map((job) => job.waitUntilFinished(events, 20_000)));
    const logOf = async (id = "") => (await trial.broker.queue(queue).getJobLogs(id)).logs;
    expect(await logOf(whole.id)).toEqual(["first", "zweite", "третья"]);
    expect(await logOf(short.id)).toEqual(["zweite", "третья"]);
    expect((await trial.broker.queue(queue).getJob(whole.id ?? ""))?.data).toEqual({ seen: true });
  });
}
