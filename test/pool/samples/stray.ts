import { writeFileSync } from "node:fs";
import { defineTask } from "loopward";

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const never = new Promise<never>(() => undefined);

export const echo = defineTask({
  name: "echo",
  async run(input: { ms: number }, ctx) {
    await wait(input.ms);
    return { redelivered: ctx.redelivered, pid: process.pid };
  },
});

export const throwsLater = defineTask({
  name: "throws-later",
  async run() {
    setTimeout(() => {
      throw new RangeError("thrown from a timer");
    }, 5);
    await never;
  },
});

export const rejectsUnseen = defineTask({
  name: "rejects-unseen",
  async run() {
    void Promise.reject(new RangeError("rejected unseen"));
    await never;
  },
});

export const exits = defineTask({
  name: "exits",
  async run() {
    await wait(5);
    process.exit(3);
  },
});

export const spins = defineTask({
  name: "spins",
  timeLimit: 100,
  run() {
    for (;;);
  },
});

export const payment = defineTask({
  name: "payment",
  idempotent: false,
  async run(input: { started: string }) {
    writeFileSync(input.started, "");
    await wait(60_000);
  },
});

export const kills = defineTask({
  name: "kills",
  run() {
    process.kill(process.pid, "SIGKILL");
  },
});

const kept: Buffer[] = [];

export const keeps = defineTask({
  name: "keeps",
  async run(input: { mb: number }) {
    kept.push(Buffer.alloc(input.mb * 1024 * 1024, 1));
    // The memory is looked at four times a second.
    await wait(300);
  },
});
