import { z } from "zod";

const member = z.union([
  z.strictObject({ form: z.literal("function") }),
  z.strictObject({ form: z.literal("constructor"), of: z.string().optional() }),
  z.strictObject({ form: z.enum(["method", "static"]), of: z.string() }),
]);

const always = z.literal(true);

const when = z.union([
  z.strictObject({ kind: z.enum(["no-callback", "inside-function"]) }),
  z.strictObject({
    kind: z.literal("option"),
    argument: z.int().nonnegative(),
    option: z.string(),
    equals: z.union([z.boolean(), z.string(), z.number()]),
  }),
  z.strictObject({ kind: z.literal("text"), argument: z.int().nonnegative() }),
]);

/** An entry of the catalogue, less what a user need not say. */
export const blockingEntry = z.strictObject({
  module: z.string().transform((name) => name.replace(/^node:/, "")),
  name: z.string(),
  member: member.default({ form: "function" }),
  kind: z.enum(["sync-call", "cpu", "regexp", "load"]).default("sync-call"),
  cost: z.enum(["heavy", "data", "light"]).default("heavy"),
  when: when.optional(),
  unbounded: always.optional(),
  awaitable: always.optional(),
  mostlySmall: always.optional(),
  instead: z.string().default("an asynchronous alternative"),
  docs: z.string().default(""),
});
