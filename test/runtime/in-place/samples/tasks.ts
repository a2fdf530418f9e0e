import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { defineTask } from "loopward";
// @ts-expect-error plain JavaScript
import { spinInModule } from "./loops/spin.mjs";

const require = createRequire(import.meta.url);
const { spinInCommonJs, spinOneDeeper } = require("./loops/spin.cjs") as {
  spinInCommonJs: () => void;
  spinOneDeeper: () => void;
};

interface Input {
  /** Where it is written what came to pass. */
  log: string;
}

/** Waits like most runs do, and tells where. */
export const nap = defineTask({
  name: "nap",
  async run({ ms }: { ms: number }, ctx) {
    for (const until = Date.now() + ms; Date.now() < until;) await sleep(50);
    return { pid: process.pid, redelivered: ctx.redelivered };
  },
});

function culprit(name: string, block: (log: string) => unknown) {
  return defineTask({
    name,
    async run({ log }: Input, ctx) {
      ctx.signal.addEventListener("abort", () =>
        appendFileSync(log, `signal ${(ctx.signal.reason as Error).name}\n`),
      );
      try {
        await sleep(1);
        await block(log);
        appendFileSync(log, "went on\n");
      } finally {
        await cleanUp(log);
      }
      return "swallowed";
    },
  });
}

/** Meets checks itself: they must not throw again while it cleans up. */
async function cleanUp(log: string): Promise<void> {
  for (const word of ["finally", "ran"]) appendFileSync(log, `${word}\n`);
  await sleep(1);
  [1].forEach(() => appendFileSync(log, "to its end\n"));
}

export const endless = culprit("endless", () => {
  for (;;); // here: endless
});

export default [
  culprit("esm", spinInModule as () => void),
  culprit("commonjs", spinInCommonJs),
  culprit("commonjs-deeper", spinOneDeeper),
  culprit("recursion", () => {
    const fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2));
    return fib(70);
  }),
  culprit("callbacks", () =>
    Array.from({ length: 1e6 }, (_, a) => Array.from({ length: 1e6 }, (_, b) => a * b)),
  ),
  culprit("microtasks", async () => {
    for (;;) await null;
  }),
  culprit("ticks", async () => {
    const again = (): void => process.nextTick(again);
    again();
    await sleep(60_000);
  }),
  culprit("timer", async () => {
    setTimeout(() => {
      for (;;);
    }, 1);
    await sleep(60_000);
  }),
  culprit("unhandled", async () => {
    void (async () => {
      await sleep(1);
      for (;;);
    })();
    await sleep(60_000);
  }),
  culprit("listener", async () => {
    const target = new EventTarget();
    target.addEventListener("go", () => {
      for (;;);
    });
    setTimeout(() => target.dispatchEvent(new Event("go")), 1);
    await once(target, "never");
  }),
  culprit("swallows-in-loop", () => {
    for (;;) {
      try {
        for (;;);
      } catch {
        // It gets it again.
      }
    }
  }),
  culprit("swallows-and-returns", () => {
    try {
      for (;;);
    } catch {
      // The run has been rejected with it nevertheless.
    }
  }),
  // No check is inserted into code that is made at run time.
  culprit("swallows-all", () =>
    new Function("f", "for (;;) try { f() } catch {}")(() => {
      for (;;);
    }),
  ),
  culprit("eval", () => new Function("for (;;);")()),
  culprit("regexp", () => /^(a+)+$/.test(`${"a".repeat(60)}b`)),
];
