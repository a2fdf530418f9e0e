import { setTimeout as wait } from "node:timers/promises";
import { defineTask } from "loopward";

let underWay = 0;
let most = 0;

/** Waits, then computes: as many at once as were begun at once. */
export const busy = defineTask({
  name: "busy",
  async run({ waitMs, computeMs }: { waitMs: number; computeMs: number }) {
    underWay += 1;
    most = Math.max(most, underWay);
    await wait(waitMs);
    const end = performance.now() + computeMs;
    while (performance.now() < end);
    underWay -= 1;
  },
});

/** How many were under way at the most. */
export const peak = defineTask({ name: "peak", run: () => most });
