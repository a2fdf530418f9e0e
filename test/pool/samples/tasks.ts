import { defineTask } from "loopward";

interface Wait {
  ms: number;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const echo = defineTask({
  name: "echo",
  async run(input: Wait, ctx) {
    await wait(input.ms);
    return { input, attempt: ctx.attempt, redelivered: ctx.redelivered };
  },
});

/** What its host's Node was told. */
export const flags = defineTask({ name: "flags", run: () => process.execArgv });

export const boom = defineTask({
  name: "boom",
  run() {
    throw Object.assign(new RangeError("too far"), { code: "E_FAR", limit: 7 });
  },
});

export const unserialisable = defineTask({ name: "unserialisable", run: () => 10n });

export const selfKill = defineTask({
  name: "self-kill",
  run() {
    process.kill(process.pid, "SIGKILL");
  },
});

export const segfaults = defineTask({
  name: "segfaults",
  run() {
    process.kill(process.pid, "SIGSEGV");
  },
});

export const aborts = defineTask({
  name: "aborts",
  run() {
    process.abort();
  },
});

export const fillsMemory = defineTask({
  name: "fills-memory",
  run() {
    for (const kept: number[][] = []; ;) kept.push(Array.from({ length: 200_000 }, Math.random));
  },
});

export const limited = defineTask({
  name: "limited",
  timeLimit: 50,
  async run(_input: unknown, ctx) {
    await new Promise<void>((resolve) => ctx.signal.addEventListener("abort", () => resolve()));
    return "late, and ignored";
  },
});

export const never = defineTask({
  name: "never",
  timeLimit: 50,
  run: () => new Promise<never>(() => undefined),
});

export const talkative = defineTask({
  name: "talkative",
  run(_input: unknown, ctx) {
    ctx.progress({ done: 1 });
    ctx.log("half way", { part: 2 });
  },
});
