import { appendFileSync, existsSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { defineTask } from "loopward";

/** Says in a file when it begins and when it ends: after `ms`, or when the file `until` is there. */
export const slow = defineTask({
  name: "slow",
  queue: "slow",
  async run({ file, ms = 0, until = "" }: { file: string; ms?: number; until?: string }, { attempt }) {
    appendFileSync(file, "begin\n");
    await wait(ms);
    while (until && !existsSync(until)) await wait(5);
    appendFileSync(file, "end\n");
    return { attempt };
  },
});
