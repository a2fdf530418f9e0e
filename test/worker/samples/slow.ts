import { appendFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { defineTask } from "loopward";

/** Says in a file when it begins and when it ends. */
export const slow = defineTask({
  name: "slow",
  queue: "slow",
  async run({ file, ms }: { file: string; ms: number }, { attempt }) {
    appendFileSync(file, "begin\n");
    await wait(ms);
    appendFileSync(file, "end\n");
    return { attempt };
  },
});
