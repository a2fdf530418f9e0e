import { stringify } from "safe-stable-stringify";
import type { RetryVerdict } from "../task/retry.js";
import type { WireError } from "./protocol.js";

// Beside the error and not in it: BullMQ and people read what was thrown.
const verdicts = new WeakMap<Error, RetryVerdict>();

/** What the host said of the run's next attempt when it failed with this error. */
export function wireVerdict(error: Error): RetryVerdict | undefined {
  return verdicts.get(error);
}

/** Any thrown value in the form that crosses a process border. */
export function toWire(thrown: unknown): WireError {
  if (!(thrown instanceof Error)) return { name: "Error", message: describe(thrown) };
  const { name, message, stack } = thrown;
  const code = (thrown as { code?: unknown }).code;
  const fields = jsonFields(thrown);
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(typeof code === "string" && { code }),
    ...(fields && { fields }),
  };
}

/** The error again, on the other side: name, stack and fields kept, so that BullMQ and people read what was thrown. */
export function fromWire(wire: WireError): Error {
  const error = new Error(wire.message);
  error.name = wire.name;
  if (wire.stack !== undefined) error.stack = wire.stack;
  if (wire.retry !== undefined) verdicts.set(error, wire.retry);
  return Object.assign(error, wire.fields, wire.code === undefined ? {} : { code: wire.code });
}

function jsonFields(error: Error): Record<string, unknown> | null {
  const own = { ...error } as Record<string, unknown>;
  for (const taken of ["name", "message", "stack", "code", "cause"]) delete own[taken];
  if (Object.keys(own).length === 0) return null;
  try {
    // What refers to itself says so, `[Circular]`, and the rest crosses.
    const text = stringify(own);
    return text === undefined ? null : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    // Fields that JSON cannot carry (a `toJSON` that throws) stay behind; name, message and stack still cross.
    return null;
  }
}

function describe(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    return String(thrown);
  }
}
