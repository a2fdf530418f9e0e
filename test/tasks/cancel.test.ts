import { describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.js";
import { brokerOf } from "./broker-of.js";
import { onBrokers } from "./lab.js";
import { add, double, nap, narrow } from "./samples/tasks.js";
import { chain, group } from "../../dist/src/index.js";

const LONG_MS = 30_000;
const cancelled = { name: "CancelledError", code: "LOOPWARD_CANCELLED" };

onBrokers(["redis", "postgres"], () => {
  describe("cancelling", () => {
    it("a job that waits removes it, and tells who waits for it", async () => {
      const run = await nap.enqueue({ ms: 0 }, { delay: LONG_MS });
      const result = run.result().catch((error: unknown) => error);
      expect(await run.cancel({ reason: "not needed" })).toBe(true);
      expect(await result).toMatchObject({
        ...cancelled,
        message: 'The run of "nap" was cancelled: not needed.',
      });
      await expect(run.result()).rejects.toMatchObject(cancelled);
      expect(await stateOf(run)).toBe("unknown");
    });

    it("a run in flight ends it at once, and it is not tried again", async () => {
      const run = await nap.enqueue({ ms: LONG_MS });
      await eventually("it runs", async () => (await stateOf(run)) === "active");
      const began = Date.now();
      expect(await run.cancel({ reason: "too late" })).toBe(true);
      await expect(run.result()).rejects.toMatchObject({
        ...cancelled,
        message: expect.stringContaining("too late") as string,
      });
      expect(Date.now() - began).toBeLessThan(LONG_MS / 2);
      expect(await stateOf(run)).toBe("failed");
      expect((await (await brokerOf()).queue("naps").getJob(run.id))?.attemptsMade).toBe(1);
    });

    it("a job that waits for its task's turn ends it, too", async () => {
      const runs = await narrow.enqueueMany([{ ms: 2_000 }, { ms: 2_000 }, { ms: LONG_MS }]);
      await eventually("the first run", async () => (await stateOf(runs[0]!)) === "active");
      expect(await runs[2]!.cancel()).toBe(true);
      await expect(runs[2]!.result()).rejects.toMatchObject(cancelled);
      await Promise.all(runs.slice(0, 2).map((run) => run.result()));
    });

    it("what has settled changes nothing", async () => {
      const run = await add.enqueue({ a: 1, b: 2 });
      expect(await run.result()).toBe(3);
      expect(await run.cancel()).toBe(false);
      expect(await run.result()).toBe(3);
    });

    it("a chain ends the run that is in flight, and those after it never begin", async () => {
      const run = await chain(nap.signature({ ms: LONG_MS }), double, double).enqueue();
      await eventually("it runs", async () => (await stateOf(run.runs[0]!)) === "active");
      expect(await run.cancel({ reason: "changed my mind" })).toBe(true);
      await expect(run.result()).rejects.toMatchObject(cancelled);
    });

    it("a group ends all of it", async () => {
      const naps = await group([1, 2, 3].map(() => nap.signature({ ms: LONG_MS }))).enqueue();
      expect(await naps.cancel()).toBe(3);
      await expect(naps.result()).rejects.toMatchObject(cancelled);
    });
  });

  async function stateOf(run: { id: string; queue: string }): Promise<string> {
    return (await brokerOf()).queue(run.queue).getJobState(run.id);
  }
});
