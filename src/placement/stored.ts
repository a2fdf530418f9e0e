import { z } from "zod";
import type { Known } from "./known.js";
import type { Tally } from "./tally.js";

const line = z.object({ file: z.string(), line: z.number(), api: z.string().nullable(), count: z.number() });

/** Evidence as it is written into files and the broker. */
export const evidenceSchema = z.discriminatedUnion("from", [
  z.object({
    from: z.literal("reports"),
    stalls: z.number(),
    stolenMs: z.number(),
    worstMs: z.number(),
    share: z.number(),
    windowMs: z.number(),
    lines: z.array(line),
  }),
  z.object({ from: z.literal("findings"), lines: z.array(line) }),
]);

const known = z.object({
  evidence: evidenceSchema.nullable(),
  since: z.string().nullable(),
  by: z.array(z.string()),
  resets: z.number(),
});

const testimony = z.object({
  tally: z.object({
    stalls: z.number(),
    stolenMs: z.number(),
    worstMs: z.number(),
    timeMs: z.number(),
    lines: z.array(line),
  }),
  by: z.string(),
  resets: z.number(),
  untilMs: z.number(),
});

/** What one worker saw of a task that is not enough alone. */
export interface Testimony {
  readonly tally: Tally;
  /** The worker's name. */
  readonly by: string;
  readonly resets: number;
  /** When the window is over in which it was seen, in ms of `Date.now()`. */
  readonly untilMs: number;
}

/** Null: it is not ours, or of a version that we do not know. */
export function readKnown(text: string): Known | null {
  return parse(known, text);
}

export function readTestimony(text: string): Testimony | null {
  return parse(testimony, text);
}

function parse<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
