import { z } from "zod";

/** What a worker and `loopward inspect`, `loopward control` say to each other: HTTP with JSON over the worker's socket. */

const pool = z.enum(["async", "processes"]);

export const ping = z.object({
  name: z.string(),
  pid: z.number(),
  state: z.enum(["starting", "ready", "stopping"]),
});

export const activeRun = z.object({
  id: z.string(),
  queue: z.string(),
  task: z.string(),
  attempt: z.number(),
  redelivered: z.boolean(),
  pool,
  host: z.number().nullable(),
  forMs: z.number().nullable(),
});

export const stats = z.object({
  pid: z.number(),
  node: z.string(),
  uptimeS: z.number(),
  memoryMb: z.number(),
  broker: z.string(),
  queues: z.array(z.string()),
  slots: z.number(),
  autoscale: z.object({ max: z.number(), min: z.number() }).nullable(),
  runs: z.object({ active: z.number(), completed: z.number(), failed: z.number() }),
  pools: z.array(
    z.object({
      name: pool,
      slots: z.number(),
      waiting: z.number(),
      hosts: z.array(z.object({ pid: z.number(), ready: z.boolean(), runs: z.number() })),
    }),
  ),
});

export const registeredTask = z.object({
  name: z.string(),
  queue: z.string(),
  pool: pool.nullable(),
  attempts: z.number(),
  timeLimitMs: z.number().nullable(),
  softTimeLimitMs: z.number().nullable(),
  file: z.string().nullable(),
});

/** What can be asked of a worker, with what it answers. */
export const questions = {
  ping,
  active: z.array(activeRun),
  stats,
  registered: z.array(registeredTask),
};

/** What a worker can be told, with what it is given and what it answers. */
export const orders = {
  shutdown: {
    given: z.strictObject({ how: z.enum(["warm", "cold"]) }),
    answer: z.object({ how: z.string() }),
  },
  "pool-grow": { given: z.strictObject({ by: z.int().min(1) }), answer: z.object({ slots: z.number() }) },
  "pool-shrink": { given: z.strictObject({ by: z.int().min(1) }), answer: z.object({ slots: z.number() }) },
  cancel: { given: z.strictObject({ run: z.string().min(1) }), answer: z.object({ cancelled: z.boolean() }) },
};

/** What a worker answers with a status of 400 or more. */
export const refusal = z.object({ code: z.string(), message: z.string() });

export type Question = keyof typeof questions;
export type Order = keyof typeof orders;
export type Answers = { readonly [Q in Question]: z.infer<(typeof questions)[Q]> };
export type Given = { readonly [O in Order]: z.infer<(typeof orders)[O]["given"]> };
export type Results = { readonly [O in Order]: z.infer<(typeof orders)[O]["answer"]> };
