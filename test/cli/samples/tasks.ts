import { execSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { defineTask } from "loopward";

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const add = defineTask({
  name: "sums.add",
  queue: "sums",
  run: (input: { a: number; b: number }) => ({ sum: input.a + input.b }),
});

export const nap = defineTask({
  name: "naps.nap",
  queue: "naps",
  async run(input: { ms: number }, ctx) {
    ctx.log("napping");
    await wait(input.ms);
    return { attempt: ctx.attempt, redelivered: ctx.redelivered };
  },
});

export const flaky = defineTask({
  name: "flaky",
  attempts: 3,
  run(_input: unknown, ctx) {
    if (ctx.attempt < 3) throw new RangeError("not yet");
    return ctx.attempt;
  },
});

export const broken = defineTask({
  name: "broken",
  run() {
    throw new RangeError("never");
  },
});

export const manifest = defineTask({
  name: "manifest",
  run: () => readFileSync("package.json", "utf8").length > 0,
});

export const shell = defineTask({
  name: "shell",
  run() {
    execSync("sleep 0.6");
  },
});

export const relay = defineTask({
  name: "relay",
  async run() {
    await wait(20);
    execSync("sleep 0.6");
  },
});

export const endless = defineTask({
  name: "endless",
  async run() {
    await wait(1);
    for (;;);
  },
});
