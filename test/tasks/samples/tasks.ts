import { setTimeout as sleep } from "node:timers/promises";
import { type as ark } from "arktype";
import { defineTask, RetryAfterError } from "loopward";
import * as v from "valibot";
import { z } from "zod";

/** Input that zod completes and turns: what `run` gets is not what callers give. */
export const zodded = defineTask({
  name: "input.zod",
  queue: "input",
  attempts: 5,
  input: z.object({
    n: z.number().int(),
    day: z.string().transform((text) => new Date(text)),
    by: z.number().default(2),
  }),
  run: ({ n, day, by }) => ({ product: n * by, year: day.getUTCFullYear() }),
});

export const valiboted = defineTask({
  name: "input.valibot",
  queue: "input",
  input: v.objectAsync({
    name: v.pipeAsync(
      v.string(),
      v.checkAsync(async (name) => (await sleep(1), name !== "nobody"), "unknown"),
    ),
  }),
  run: ({ name }) => `hello ${name}`,
});

export const arktyped = defineTask({
  name: "input.arktype",
  queue: "input",
  input: ark({ tags: "string[]" }),
  run: ({ tags }) => tags.join("+"),
});

/** Fails so often, then says when its attempts began. */
const begun = new Map<string, number[]>();
function begin(id: string): number[] {
  const times = begun.get(id) ?? [];
  begun.set(id, [...times, Date.now()]);
  return begun.get(id)!;
}

export const flaky = defineTask({
  name: "retries.flaky",
  queue: "retries",
  attempts: 4,
  backoff: { type: "exponential", delay: 100, maxDelay: 200 },
  run(input: { failures: number; afterMs?: number }, { id }) {
    const times = begin(id);
    if (times.length > input.failures) return times.map((time) => time - times[0]!);
    if (input.afterMs !== undefined) throw new RetryAfterError("too many requests", input.afterMs);
    throw new Error("not yet");
  },
});

export const picky = defineTask({
  name: "retries.picky",
  queue: "retries",
  attempts: 4,
  retryable: (error) => error.name !== "RangeError",
  run(input: { hopeless: boolean }, { attempt }) {
    if (input.hopeless) throw new RangeError("never will");
    if (attempt < 3) throw new Error("not yet");
    return attempt;
  },
});

export const nap = defineTask({
  name: "nap",
  queue: "naps",
  attempts: 3,
  async run({ ms }: { ms: number }, { signal }) {
    await sleep(ms, null, { signal });
    return ms;
  },
});

/** Tells the broker all that it can. */
export const talks = defineTask({
  name: "talks",
  queue: "naps",
  run(_input: unknown, ctx) {
    ctx.progress({ pages: 3 });
    ctx.progress(50);
    ctx.log("half way", { part: 2 });
    ctx.log("there");
    return "said";
  },
});

export const add = defineTask({
  name: "add",
  queue: "sums",
  run: ({ a, b }: { a: number; b: number }) => a + b,
});

export const double = defineTask({ name: "double", queue: "doubles", run: (n: number) => 2 * n });

export const total = defineTask({
  name: "total",
  queue: "sums",
  input: z.array(z.number()),
  run: (numbers) => numbers.reduce((sum, n) => sum + n, 0),
});

export const fails = defineTask({
  name: "fails",
  queue: "sums",
  run(why: string): number {
    throw new RangeError(why);
  },
});

let inside = 0;
let most = 0;
/** Says how many of it were inside at once, at most, and when it ended. */
export const narrow = defineTask({
  name: "narrow",
  queue: "narrow",
  concurrency: 2,
  async run({ ms }: { ms: number }) {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(ms);
    inside -= 1;
    return { most, at: Date.now() };
  },
});

/** Shares the queue of `narrow`, and must not wait behind it. */
export const wide = defineTask({ name: "wide", queue: "narrow", run: () => Date.now() });

export const metered = defineTask({
  name: "metered",
  queue: "metered",
  limit: { max: 3, duration: 400 },
  run: () => Date.now(),
});

export const ticks = defineTask({
  name: "ticks",
  queue: "ticks",
  schedule: { every: 3_600_000, input: { from: "declared" } },
  run: (input: { from: string }) => input.from,
});
