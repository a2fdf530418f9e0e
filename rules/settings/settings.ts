import { z } from "zod";
import { fail } from "../../src/findings/errors.js";
import { callPattern } from "../analysis/call-pattern.js";
import { rootSchema } from "../analysis/roots/root.js";

const member = z.union([
  z.strictObject({ form: z.literal("function") }),
  z.strictObject({ form: z.literal("constructor"), of: z.string().optional() }),
  z.strictObject({ form: z.enum(["method", "static"]), of: z.string() }),
]);

const when = z.union([
  z.strictObject({ kind: z.enum(["no-callback", "inside-function"]) }),
  z.strictObject({
    kind: z.literal("option"),
    argument: z.int().nonnegative(),
    option: z.string(),
    equals: z.union([z.boolean(), z.string(), z.number()]),
  }),
]);

/** An entry of the catalogue, less what a user need not say. */
const blocking = z.strictObject({
  module: z.string().transform((name) => name.replace(/^node:/, "")),
  name: z.string(),
  member: member.default({ form: "function" }),
  kind: z.enum(["sync-call", "cpu", "regexp", "load"]).default("sync-call"),
  cost: z.enum(["heavy", "data", "light"]).default("heavy"),
  when: when.optional(),
  instead: z.string().default("an asynchronous alternative"),
  docs: z.string().default(""),
});

const schema = z.strictObject({
  tasks: z.array(rootSchema).default([]),
  offload: z.array(callPattern).default([]),
  blocking: z.array(blocking).default([]),
  workspace: z.array(z.string()).default([]),
});

/** `settings.loopward` of an ESLint configuration, and the `lint` section of `loopward.config`. */
export type SettingsInput = z.input<typeof schema>;

export type Settings = z.infer<typeof schema>;

/** @throws LOOPWARD_BAD_SETTINGS */
export function parseSettings(input: unknown): Settings {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "settings"}: ${message}`,
  );
  throw fail("LOOPWARD_BAD_SETTINGS", [reasons.join("; ")]);
}
