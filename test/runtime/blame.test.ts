import { describe, expect, it } from "vitest";
import { judge, readStack } from "../../runtime/watchdog/blame.js";
import type { LocatedFrame, Origin } from "../../runtime/watchdog/frames.js";

const frame = (name: string, origin: Origin, line = 1, more: Partial<LocatedFrame> = {}): LocatedFrame => ({
  function: name,
  file: origin === "node" ? "node:internal/x" : `${origin}.js`,
  line,
  column: 1,
  origin,
  awaiting: false,
  atEntry: false,
  path: `/app/${origin}.js`,
  ...more,
});

describe("readStack", () => {
  it("prefers the user's own code to packages and to Node's", () => {
    const frames = [frame("inner", "node"), frame("parse", "package"), frame("task", "project", 7)];
    expect(readStack({ frames, api: null })).toMatchObject({ cause: "cpu", frame: { line: 7 }, api: null });
  });

  it("prefers code that executes to code that awaits it", () => {
    const frames = [frame("late", "project", 3), frame("task", "project", 7, { awaiting: true })];
    expect(readStack({ frames, api: null })?.frame.line).toBe(3);
  });

  it("names the API where the wrapper lies between", () => {
    const frames = [frame("readFileSync", "node"), frame("", "crumb"), frame("load", "project", 4)];
    expect(readStack({ frames, api: "fs.readFileSync" })).toMatchObject({
      cause: "sync-call",
      api: "fs.readFileSync",
    });
  });

  it("names no API for code of the user's that runs inside of it", () => {
    const frames = [frame("reviver", "project", 9), frame("", "crumb"), frame("load", "project", 4)];
    expect(readStack({ frames, api: "JSON.parse" })).toMatchObject({
      cause: "cpu",
      frame: { line: 9 },
      api: null,
    });
  });

  it("knows a regular expression by the built-in frame above", () => {
    const frames = [frame("RegExp.test", "builtin"), frame("check", "project", 5)];
    expect(readStack({ frames, api: null })).toMatchObject({ cause: "regexp", api: "RegExp#test" });
  });

  it("blames a module's loading on the line that asked for it", () => {
    const frames = [
      frame("<anonymous>", "project", 2),
      frame("Module._compile", "node", 1, { file: "node:internal/modules/cjs/loader" }),
      frame("require", "node", 1, { file: "node:internal/modules/helpers" }),
      frame("task", "project", 8),
    ];
    expect(readStack({ frames, api: null })).toMatchObject({
      cause: "load",
      frame: { line: 8 },
      api: "require",
    });
  });

  it("looks no further than the start of the run", () => {
    const frames = [frame("inner", "node"), frame("run", "run"), frame("dispatch", "project")];
    expect(readStack({ frames, api: null })).toBeNull();
  });
});

describe("judge", () => {
  it("weighs functions first, then their lines", () => {
    const at = (name: string, line: number, weightMs: number) => ({
      frames: [frame(name, "project", line)],
      api: null,
      weightMs,
    });
    const verdict = judge([at("loop", 3, 40), at("loop", 4, 30), at("helper", 9, 50)]);
    expect(verdict).toMatchObject({ frame: { function: "loop", line: 3 } });
    expect(verdict?.confidence).toBeCloseTo(1 / 3);
  });

  it("takes the beginning of a function for no line of it, unless nothing else was seen", () => {
    const entered = { frames: [frame("work", "project", 3, { atEntry: true })], api: null, weightMs: 90 };
    const inBody = { frames: [frame("work", "project", 5)], api: null, weightMs: 10 };
    expect(judge([entered, inBody])).toMatchObject({ frame: { line: 5 }, confidence: 0.1 });
    expect(judge([entered])).toMatchObject({ frame: { line: 3 }, confidence: 1 });
  });

  it("finds nobody without the user's code", () => {
    expect(judge([{ frames: [frame("x", "node")], api: null, weightMs: 10 }])).toBeNull();
  });
});
