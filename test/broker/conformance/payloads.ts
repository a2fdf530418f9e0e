import { expect, test } from "vitest";
import type { Trial } from "./trial.js";

/** What goes in and comes out unchanged. */
export function payloads(trial: Trial): void {
  test("a megabyte goes in and comes out", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    const text = "0123456789abcdef".repeat(65_536);
    const job = await trial.broker.queue(queue).add("echo", { text });
    trial.work(queue, (job) => Promise.resolve(job.data));
    expect(await job.waitUntilFinished(events, 20_000)).toEqual({ text });
  });

  test("text of every script goes in and comes out", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    const data = {
      text: 'Ωμέγα 日本語 עברית 🧵👩‍🚀 é é " \\ \n\t \u2028 \u007f',
      "ключ 🔑": [null, "", 1.5e-7],
    };
    const job = await trial.broker.queue(queue).add("écho 🗣", data);
    trial.work(queue, (job) => Promise.resolve({ name: job.name, data: job.data as unknown }));
    expect(await job.waitUntilFinished(events, 20_000)).toEqual({ name: "écho 🗣", data });
  });

  test("a queue's name may be of any script, too", async () => {
    const queue = `${trial.newQueue()} очередь 🧵`;
    const events = await trial.listening(queue);
    const job = await trial.broker.queue(queue).add("job", {});
    trial.work(queue, () => Promise.resolve("done"));
    expect(await job.waitUntilFinished(events, 20_000)).toBe("done");
  });
}
