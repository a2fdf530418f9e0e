import { setTimeout as wait } from "node:timers/promises";
import { defineTask } from "loopward";

export { echo } from "./stray.js";

/** Holds the loop for so long, and then waits for its signal. */
async function holds(ms: number, signal: AbortSignal): Promise<string> {
  for (const end = performance.now() + ms; performance.now() < end;);
  await Promise.race([wait(1_500), new Promise((resolve) => signal.addEventListener("abort", resolve))]);
  return signal.aborted ? "aborted" : "completed";
}

export const held = defineTask({
  name: "held",
  run: (input: { ms: number }, ctx) => holds(input.ms, ctx.signal),
});

export const patient = defineTask({
  name: "patient",
  stall: { abortAfterMs: 60_000 },
  run: (input: { ms: number }, ctx) => holds(input.ms, ctx.signal),
});

export const reported = defineTask({
  name: "reported",
  stall: { action: "report" },
  run: (input: { ms: number }, ctx) => holds(input.ms, ctx.signal),
});

export const signalled = defineTask({
  name: "signalled",
  stall: { action: "signal" },
  run: (input: { ms: number }, ctx) => holds(input.ms, ctx.signal),
});

export const thrown = defineTask({
  name: "thrown",
  stall: { action: "throw" },
  run() {
    for (;;);
  },
});

export const killed = defineTask({
  name: "killed",
  stall: { action: "kill" },
  run() {
    for (;;);
  },
});
