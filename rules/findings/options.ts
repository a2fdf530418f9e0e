import type { Confidence } from "../../src/findings/finding.js";

/** What `no-blocking-call` reports, of all that tasks reach. */
export interface NoBlockingCallOptions {
  /** Calls whose cost grows with their input: where the input is a whole file or message, always, or never. */
  readonly data: "unbounded" | "always" | "never";
  /** Calls of some tens of microseconds: where a loop repeats them, always, or never. */
  readonly light: "in-loop" | "always" | "never";
  /** `definite` leaves out what only possibly happens: one of several overrides, a callback that may not be called. */
  readonly confidence: Confidence;
  /** APIs never to report, named as in findings: `fs.existsSync`. */
  readonly ignore: readonly string[];
}

/** JSON schema of the rule's one option. */
export const optionsSchema = [
  {
    type: "object",
    properties: {
      data: { enum: ["unbounded", "always", "never"] },
      light: { enum: ["in-loop", "always", "never"] },
      confidence: { enum: ["definite", "possible"] },
      ignore: { type: "array", items: { type: "string" }, uniqueItems: true },
    },
    additionalProperties: false,
  },
] as const;

/** What each preset reports. */
export const presets = {
  recommended: { data: "unbounded", light: "in-loop", confidence: "possible", ignore: [] },
  strict: { data: "always", light: "always", confidence: "possible", ignore: [] },
} as const satisfies Record<string, NoBlockingCallOptions>;

export type Preset = keyof typeof presets;
