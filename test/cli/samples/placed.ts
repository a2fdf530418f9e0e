import { pbkdf2Sync } from "node:crypto";
import { defineTask } from "loopward";

const spin = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

/** Blocks its loop for as long as it is told. */
export const hash = defineTask({
  name: "hash",
  run(input: { ms: number }) {
    spin(input.ms);
    pbkdf2Sync("secret", "salt", 1, 16, "sha256");
    return { pid: process.pid };
  },
});

export const quick = defineTask({ name: "quick", run: () => ({ pid: process.pid }) });

/** Holds its loop for longer than it may, and comes to its end where it has the loop to itself. */
export const slow = defineTask({
  name: "slow",
  attempts: 2,
  run(_input: unknown, ctx) {
    spin(2_500);
    return { attempt: ctx.attempt };
  },
});
