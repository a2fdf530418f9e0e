import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inputDescriber } from "../../runtime/input/describe-input.js";
import { inputOptions, type InputChoice } from "../../runtime/input/options.js";
import { RunInputs } from "../../runtime/input/run-inputs.js";
import { sampleReport } from "../reports/sample.js";

function described(input: unknown, choice: InputChoice = {}) {
  const options = inputOptions({ captureInput: true, ...choice });
  return options && inputDescriber(options)(input);
}

function shown(input: unknown, choice: InputChoice = {}): unknown {
  return JSON.parse(described(input, choice)?.json ?? "null");
}

const HIDDEN = "[redacted]";

describe("an input in a report", () => {
  it.each([
    ["password"],
    ["userPassword"],
    ["new-password"],
    ["access_token"],
    ["clientSecret"],
    ["Authorization"],
    ["X-API-Key"],
    ["apiKey"],
    ["set-cookie"],
    ["credentials"],
  ])("hides what looks like a secret, at any depth: %s", (key) => {
    expect(shown({ a: [{ b: { c: { [key]: { x: 1 }, id: 1 } } }] })).toEqual({
      a: [{ b: { c: { [key]: HIDDEN, id: 1 } } }],
    });
  });

  it("hides further keys and paths", () => {
    const input = {
      user: { email: "a@b", name: "A" },
      to: [{ Email: "c@d" }],
      items: [{ price: 1 }, { price: 2 }],
      price: 3,
    };

    expect(shown(input, { redact: ["email", "items[*].price"] })).toEqual({
      user: { email: HIDDEN, name: "A" },
      to: [{ Email: HIDDEN }],
      items: [{ price: HIDDEN }, { price: HIDDEN }],
      price: 3,
    });
    expect(shown(input, { redact: ["user.email"] })).toMatchObject({ user: { email: HIDDEN } });
    expect(input.user.email).toBe("a@b");
  });

  it("is no more than what is asked for", () => {
    const input = { user: { id: 7, password: "x" }, list: [{ id: 1 }, { id: 2 }], url: "/" };

    expect(shown(input, { captureInput: ["user.id", "list.1.id", "user.password", "none.such"] })).toEqual({
      user: { id: 7, password: HIDDEN },
      list: { 1: { id: 2 } },
    });
    expect(shown("text", { captureInput: ["length"] })).toEqual({});
    expect(shown(JSON.parse(`{"__proto__":{"x":1}}`), { captureInput: ["__proto__.x"] })).toEqual(
      JSON.parse('{"__proto__":{"x":1}}'),
    );
    expect(Object.prototype).not.toHaveProperty("x");
  });

  it.each([["text"], [7], [null], [[1, 2]], [false]])("may be any JSON: %j", (input) => {
    expect(described(input)).toEqual({ json: JSON.stringify(input), cut: false });
  });

  it("keeps its keys as they are, whatever the library calls its own", () => {
    expect(shown({ restore: 1 }, { redact: ["a.b"] })).toEqual({ restore: 1 });
  });

  it("is cut where it is long, and says so", () => {
    const text = described({ text: "x".repeat(10_000), last: 1 });
    expect(text).toMatchObject({ cut: true });
    expect(text?.json).toHaveLength(4_096);

    const list = described(Array.from({ length: 90 }, () => Array.from({ length: 90 }, () => 1)));
    expect(list).toMatchObject({ cut: true });
    expect(described({ text: "x".repeat(1_000) })).toMatchObject({ cut: false });
  });

  it("takes little time, however large the input", () => {
    const input = Array.from({ length: 1_000_000 }, (_, id) => ({ id }));
    const sinceMs = performance.now();
    expect(described(input, { redact: ["*.id"] })?.json).toContain("not stringified");
    expect(performance.now() - sinceMs).toBeLessThan(100);
  });

  it("is left out where it has no JSON form, and is never an error", () => {
    const circle: Record<string, unknown> = { big: 1n };
    circle.self = circle;
    expect(shown(circle)).toEqual({ big: 1, self: "[circular]" });
    expect(described(undefined)).toBeNull();
    expect(
      described({
        toJSON() {
          throw new Error("on purpose");
        },
      }),
    ).toBeNull();
  });

  it("is off unless asked for, and refuses what is no path", () => {
    expect(inputOptions({ redact: ["email"] })).toBeNull();
    expect(() => inputOptions({ captureInput: ["a..b"] })).toThrow(/captureInput: "a\.\.b"/);
    expect(() => inputOptions({ redact: ["a[.b"] })).toThrow(/redact: .*a\[\.b/);
    expect(() => inputOptions({ redact: [""] })).toThrow(/redact/);
  });
});

describe("the inputs of runs", () => {
  const { task } = sampleReport();
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("are known for a while after their runs settled, each attempt's own", () => {
    const inputs = new RunInputs({ paths: null, redact: [] });
    inputs.begin(task!, 1);
    inputs.settled(task!);
    inputs.begin({ ...task!, attempt: 2 }, 2);

    vi.advanceTimersByTime(4_000);
    expect(inputs.of(task!)?.json).toBe("1");
    vi.advanceTimersByTime(2_000);
    expect(inputs.of(task!)).toBeNull();
    expect(inputs.of({ ...task!, attempt: 2 })?.json).toBe("2");
  });

  it("are added to stalls that blame a run, and to nothing else", () => {
    const inputs = new RunInputs({ paths: null, redact: [] });
    inputs.begin(task!, 1);

    expect(inputs.addTo(sampleReport()).task).toEqual({ ...task, input: { json: "1", cut: false } });
    for (const report of [
      sampleReport({ task: null }),
      sampleReport({ kind: "blocking-call" }),
      sampleReport({ task: { ...task!, runId: "18" } }),
    ])
      expect(inputs.addTo(report)).toBe(report);
  });
});
