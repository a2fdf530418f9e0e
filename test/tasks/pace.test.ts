import { describe, expect, it } from "vitest";
import { onBrokers } from "./lab.js";
import { metered, narrow, wide } from "./samples/tasks.js";

onBrokers(["redis", "embedded"], (worker) => {
  describe("a task with a concurrency of its own", () => {
    it("runs so many at once, and leaves the slots to the others", async () => {
      // More than the worker has slots.
      const count = 3 * worker().slots;
      const narrows = await narrow.enqueueMany(Array.from({ length: count }, () => ({ ms: 20 })));
      const began = Date.now();
      const wides = await wide.enqueueMany(Array.from({ length: 20 }, () => ({})));
      const wideAt = await Promise.all(wides.map((run) => run.result()));
      const ends = await Promise.all(narrows.map((run) => run.result()));
      expect(Math.max(...ends.map(({ most }) => most))).toBe(2);
      // They came before the others, and two at a time they cannot be done sooner; the others did not wait for them.
      const lastAt = Math.max(...ends.map(({ at }) => at));
      expect(lastAt - began).toBeGreaterThanOrEqual((count / 2) * 19);
      expect(Math.max(...wideAt)).toBeLessThan(lastAt);
    });
  });

  describe("a queue with a limit", () => {
    it("begins no more runs in any time than it may", async () => {
      const runs = await metered.enqueueMany(Array.from({ length: 8 }, () => ({})));
      const times = (await Promise.all(runs.map((run) => run.result()))).sort((a, b) => a - b);
      // Three at once, three after 400 ms, two after 800.
      expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(700);
    });
  });

  describe("what an enqueue may say", () => {
    it("a second job with the id of one that has not settled is that one", async () => {
      const options = { deduplicationId: "only-one", delay: 300 };
      const [first, second] = [await wide.enqueue({}, options), await wide.enqueue({}, options)];
      expect(second.id).toBe(first.id);
      expect(await second.result()).toBe(await first.result());
      expect((await wide.enqueue({}, options)).id).not.toBe(first.id);
    });
  });
});
