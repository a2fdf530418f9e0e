import { setTimeout as wait } from "node:timers/promises";
import { defineTask } from "loopward";

export const nap = defineTask({
  name: "nap",
  async run(input: { ms: number }, ctx) {
    await wait(input.ms);
    return { attempt: ctx.attempt, redelivered: ctx.redelivered };
  },
});

export const endless = defineTask({
  name: "endless",
  async run() {
    await wait(1);
    for (;;);
  },
});
