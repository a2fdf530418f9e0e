import { configure } from "safe-stable-stringify";
import type { TaskInput } from "../../src/findings/report.js";
import type { InputOptions } from "./options.js";
import { redactorOf } from "./redact.js";

/** As much of an input as a report holds, in characters. */
const MAX_LENGTH = 4_096;
// No more of it is looked at: an input may be huge, and a report is written while others wait.
const MAX_VALUES = 5_000;
const toJson = configure({
  bigint: true,
  circularValue: "[circular]",
  deterministic: false,
  maximumBreadth: 100,
  maximumDepth: 20,
});

/** How inputs are put in reports; null for one that has no JSON form. */
export type DescribeInput = (input: unknown) => TaskInput | null;

export function inputDescriber({ paths, redact }: InputOptions): DescribeInput {
  const { byName, byPath } = redactorOf(redact);
  return (input) => {
    let left = MAX_VALUES;
    const bounded = (key: string, value: unknown): unknown => {
      if (left-- <= 0) return undefined;
      const shown = byName(key, value);
      return typeof shown === "string" ? shown.slice(0, MAX_LENGTH + 1) : shown;
    };
    try {
      const text = toJson(paths ? pick(input, paths) : input, bounded);
      if (text === undefined) return null;
      const json = byPath(JSON.parse(text));
      return { json: json.slice(0, MAX_LENGTH), cut: left < 0 || json.length > MAX_LENGTH };
    } catch {
      // A `toJSON` or a getter that throws. The report is worth more than the input.
      return null;
    }
  };
}

/** What `value` has at `paths`, nested as it is there. */
function pick(value: unknown, paths: readonly string[]): object {
  const picked = level();
  for (const path of paths) {
    const keys = path.split(".");
    const found = keys.reduce<unknown>(at, value);
    if (found === undefined) continue;
    const last = keys.pop() ?? "";
    const holder = keys.reduce((outer, key) => (outer[key] ??= level()) as Level, picked);
    holder[last] = found;
  }
  return picked;
}

type Level = Record<string, unknown>;

// Without a prototype: `__proto__` is a key like any other.
function level(): Level {
  return Object.create(null) as Level;
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
