import { describe, expect, it } from "vitest";
import { brokerOf } from "./broker-of.js";
import { onBrokers } from "./lab.js";
import { fails, flaky, picky, talks } from "./samples/tasks.js";

onBrokers(["redis", "postgres"], () => {
  describe("a run that fails", () => {
    it("is tried again after a delay that doubles, and grows no longer than it may", async () => {
      const run = await flaky.enqueue({ failures: 3 });
      const [, second = 0, third = 0, fourth = 0] = await run.result();
      expect(second).toBeGreaterThanOrEqual(100);
      expect(third - second).toBeGreaterThanOrEqual(200);
      // 400 ms without `maxDelay`.
      expect(fourth - third).toBeGreaterThanOrEqual(200);
      expect(fourth - third).toBeLessThan(400);
    });

    it("waits as long as its error says", async () => {
      const run = await flaky.enqueue({ failures: 1, afterMs: 700 });
      const [, second = 0] = await run.result();
      expect(second).toBeGreaterThanOrEqual(700);
    });

    it("takes another backoff from who enqueues it", async () => {
      const run = await flaky.enqueue(
        { failures: 1 },
        { backoff: { type: "fixed", delay: 500, jitter: 0.2 } },
      );
      const [, second = 0] = await run.result();
      expect(second).toBeGreaterThanOrEqual(400);
    });

    it("is not tried again when its task says that it is not worth it", async () => {
      const [hopeless, mended] = await picky.enqueueMany([{ hopeless: true }, { hopeless: false }]);
      await expect(hopeless!.result()).rejects.toMatchObject({ name: "RangeError", message: "never will" });
      expect(await mended!.result()).toBe(3);
      expect(await attemptsOf(hopeless!)).toBe(1);
      expect(await attemptsOf(mended!)).toBe(3);
    });

    it("is waited for by as many as like", async () => {
      const run = await fails.enqueue("for all");
      const both = await Promise.allSettled([run.result(), run.result()]);
      expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    });
  });

  describe("what a run tells", () => {
    it("is with the broker when the run has settled", async () => {
      const run = await talks.enqueue({});
      expect(await run.result()).toBe("said");
      const queue = (await brokerOf()).queue("naps");
      expect((await queue.getJob(run.id))?.progress).toBe(50);
      expect((await queue.getJobLogs(run.id)).logs).toEqual(['half way {"part":2}', "there"]);
    });
  });

  async function attemptsOf(run: { id: string; queue: string }): Promise<number | undefined> {
    return (await (await brokerOf()).queue(run.queue).getJob(run.id))?.attemptsMade;
  }
});
