import { z } from "zod";
import { fail } from "../../src/findings/errors.js";
import { callPattern } from "../analysis/call-pattern.js";
import { rootSchema } from "../analysis/roots/root.js";
import { blockingEntry } from "./blocking-entry.js";

const schema = z.strictObject({
  tasks: z.array(rootSchema).default([]),
  offload: z.array(callPattern).default([]),
  blocking: z.array(blockingEntry).default([]),
  workspace: z.array(z.string()).default([]),
});

/** `settings.loopward` of an ESLint configuration, and the `lint` section of `loopward.config`. */
export type SettingsInput = z.input<typeof schema>;

export type Settings = z.infer<typeof schema>;

/** ESLint hands the same object to every rule for every file. */
const known = new WeakMap<object, Settings>();
const NONE = {};

/** @throws LOOPWARD_BAD_SETTINGS */
export function parseSettings(input: unknown): Settings {
  const given = input ?? NONE;
  const before = typeof given === "object" ? known.get(given) : undefined;
  if (before) return before;
  const parsed = schema.safeParse(given);
  if (parsed.success) {
    if (typeof given === "object") known.set(given, parsed.data);
    return parsed.data;
  }
  const reasons = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "settings"}: ${message}`,
  );
  throw fail("LOOPWARD_BAD_SETTINGS", [reasons.join("; ")]);
}
