import { setTimeout as sleep } from "node:timers/promises";
import { defineTask } from "loopward";

const queue = "scale";

export const noop = defineTask({ name: "noop", queue, run: () => undefined });

/** Waits, as for a server. */
export const wait = defineTask({ name: "wait", queue, run: (input: { ms: number }) => sleep(input.ms) });

/** Computes for so long. */
export const compute = defineTask({
  name: "compute",
  queue,
  run(input: { ms: number }) {
    for (const end = performance.now() + input.ms; performance.now() < end;);
  },
});
