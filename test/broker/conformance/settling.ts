import { expect, test } from "vitest";
import { UnrecoverableError } from "bullmq";
import { numberOf, type Trial } from "./trial.js";

/** How runs settle: results, failures, retries. */
export function settling(trial: Trial): void {
  test("a job is taken, and its result reaches who waits for it", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    const job = await trial.broker.queue(queue).add("double", { n: 21 });
    trial.work(queue, (job) => Promise.resolve(numberOf(job) * 2));
    expect(await job.waitUntilFinished(events, 20_000)).toBe(42);
    expect(await job.getState()).toBe("completed");
  });

  test("the error of a failed run reaches who waits for it", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    const job = await trial.broker.queue(queue).add("fail", {});
    trial.work(queue, () => Promise.reject(new Error("no such feed")));
    await expect(job.waitUntilFinished(events, 20_000)).rejects.toThrow("no such feed");
    expect(await job.getState()).toBe("failed");
  });

  test("a failed run is tried again, as often as it may", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    const seen: number[] = [];
    const job = await trial.broker.queue(queue).add("flaky", {}, { attempts: 3, backoff: 20 });
    trial.work(queue, (job) => {
      seen.push(job.attemptsMade);
      return seen.length < 3 ? Promise.reject(new Error("not yet")) : Promise.resolve("at last");
    });
    expect(await job.waitUntilFinished(events, 20_000)).toBe("at last");
    expect(seen).toEqual([0, 1, 2]);
  });

  test("between the attempts lies the pause that was asked for, twice as long each time", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    const startedAt: number[] = [];
    const opts = { attempts: 4, backoff: { type: "exponential", delay: 80 } };
    const job = await trial.broker.queue(queue).add("down", {}, opts);
    trial.work(queue, () => {
      startedAt.push(Date.now());
      return Promise.reject(new Error("still down"));
    });
    await expect(job.waitUntilFinished(events, 20_000)).rejects.toThrow("still down");
    expect(startedAt).toHaveLength(4);
    for (const [n, pause] of [80, 160, 320].entries())
      expect((startedAt[n + 1] ?? 0) - (startedAt[n] ?? 0)).toBeGreaterThanOrEqual(pause);
    expect((await trial.broker.queue(queue).getJob(job.id ?? ""))?.attemptsMade).toBe(4);
  });

  test("an unrecoverable error ends the attempts", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    let runs = 0;
    const job = await trial.broker.queue(queue).add("gone", {}, { attempts: 5 });
    trial.work(queue, () => {
      runs += 1;
      return Promise.reject(new UnrecoverableError("410 Gone"));
    });
    await expect(job.waitUntilFinished(events, 20_000)).rejects.toThrow("410 Gone");
    expect(runs).toBe(1);
  });

  test("a job that failed for good runs again when someone retries it", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    let up = false;
    const job = await trial.broker.queue(queue).add("later", {});
    trial.work(queue, () => (up ? Promise.resolve("up") : Promise.reject(new Error("down"))));
    await expect(job.waitUntilFinished(events, 20_000)).rejects.toThrow("down");
    up = true;
    const failed = await trial.broker.queue(queue).getJob(job.id ?? "");
    await failed?.retry("failed");
    expect(await job.waitUntilFinished(events, 20_000)).toBe("up");
  });

  test("a run that outlasts its lock keeps it: no one else takes the job", async () => {
    const queue = trial.newQueue();
    const events = await trial.listening(queue);
    let runs = 0;
    const options = { lockDuration: 600, stalledInterval: 300 };
    const slow = async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return "done";
    };
    trial.work(queue, slow, options);
    trial.work(queue, slow, options);
    const job = await trial.broker.queue(queue).add("slow", {});
    expect(await job.waitUntilFinished(events, 20_000)).toBe("done");
    expect(runs).toBe(1);
  });
}
