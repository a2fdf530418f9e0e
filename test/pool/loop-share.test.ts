import { describe, expect, it } from "vitest";
import { LoopShare } from "../../src/pool/host/loop-share.js";

const SLICE_MS = 10;

/** Computes for so many ms, giving the loop back when it is due. */
async function compute(share: LoopShare, ms: number, step: () => void = () => undefined): Promise<void> {
  for (let done = 0; done < ms; done += 1) {
    const until = performance.now() + 1;
    while (performance.now() < until);
    step();
    await share.yieldIfDue(SLICE_MS);
  }
}

describe("the loop's share", () => {
  it("goes back to the loop after each slice, and not before", async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const began = performance.now();
    await compute(new LoopShare(), 100);
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(3);
    // By the clock: on a busy machine a hundred steps of 1 ms take longer than 100 ms.
    expect(turns).toBeLessThanOrEqual((performance.now() - began) / SLICE_MS + 1);
  });

  it("is given to all who compute in their turn", async () => {
    const share = new LoopShare();
    const order: string[] = [];
    await Promise.all(["a", "b", "c"].map((name) => compute(share, 60, () => order.push(name))));
    // The last to begin has done much of its work before the first is through.
    const half = order.slice(0, order.lastIndexOf("a"));
    expect(half.filter((name) => name === "c").length).toBeGreaterThan(15);
  });

  it("lets whatever is due come before the next slice", async () => {
    let late = 0;
    const began = performance.now();
    let last = began;
    const timer = setInterval(() => {
      late = Math.max(late, performance.now() - last);
      last = performance.now();
    }, 1);
    const share = new LoopShare();
    await Promise.all([compute(share, 60), compute(share, 60), compute(share, 60)]);
    clearInterval(timer);
    // A slice at a time, not all that is computed, with room for a busy machine.
    expect(late).toBeLessThan((performance.now() - began) / 2);
  });
});
