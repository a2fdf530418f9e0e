/** The tasks of `npm run bench:abort`: one that waits, and five that never give the loop back. */
import { execSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { defineTask } from "loopward";

export const nap = defineTask({
  name: "nap",
  async run(input: { ms: number }, ctx) {
    await wait(input.ms);
    return { attempt: ctx.attempt, redelivered: ctx.redelivered };
  },
});

export const endlessLoop = defineTask({
  name: "endless loop",
  async run() {
    await wait(1);
    for (;;);
  },
});

export const nativeCall = defineTask({
  name: "execSync",
  async run() {
    await wait(1);
    execSync("sleep 600");
  },
});

export const pattern = defineTask({
  name: "regular expression",
  async run() {
    await wait(1);
    return /^(a+)+$/.test(`${"a".repeat(60)}b`);
  },
});

export const microtasks = defineTask({
  name: "microtasks",
  async run() {
    await wait(1);
    for (;;) await Promise.resolve();
  },
});

export const swallows = defineTask({
  name: "a loop that catches everything",
  async run() {
    await wait(1);
    for (;;) {
      try {
        for (;;);
      } catch {
        // Whatever it is, it goes on.
      }
    }
  },
});
