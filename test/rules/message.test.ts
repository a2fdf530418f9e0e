import { describe, expect, it } from "vitest";
import { pathText } from "../../rules/findings/message.js";
import { findingsIn, task } from "./support/findings.js";

describe("a finding", () => {
  it("says what blocks, which task reaches it and how, and what to write instead", () => {
    const [finding] = findingsIn({
      "src/task.ts": task(`await render();`, `import { render } from "./render";`),
      "src/render.ts": `import { readFileSync } from "node:fs";\nexport async function render() {\n  return  readFileSync("a");\n}`,
    });
    expect(finding).toEqual({
      rule: "loopward/no-blocking-call",
      file: "src/render.ts",
      line: 3,
      column: 11,
      api: "fs.readFileSync",
      cost: "data",
      confidence: "definite",
      tasks: ["t"],
      path: [
        { function: "run", file: "src/task.ts", line: 5 },
        { function: "render", file: "src/render.ts", line: 3 },
      ],
      message:
        "`fs.readFileSync` blocks the event loop for longer the more data it is given. " +
        "Task `t` reaches it: run src/task.ts:5 → render src/render.ts:3. Use `readFile` from `node:fs/promises`.",
      advice: "Use `readFile` from `node:fs/promises`.",
    });
  });

  it("says where a promise does not help", () => {
    const [finding] = findingsIn(task(`await bcrypt.hash("a", 10);`, `import bcrypt from "bcryptjs";`));
    expect(finding?.message).toContain(
      "`bcryptjs.hash` blocks the event loop for milliseconds or more at each call: it returns a promise, and computes on this very thread all the same. Task `t`",
    );
  });

  it("names every task, and shows the path from the nearest", () => {
    const [finding] = findingsIn(
      `import { defineTask } from "loopward";\nimport fs from "fs";\n` +
        `export const far = defineTask({ name: "far", run() { through(); } });\n` +
        `export const near = defineTask({ name: "near", run() { read(); } });\n` +
        `function through() { read(); }\nfunction read() { fs.readFileSync("a"); }`,
    );
    expect(finding?.tasks).toEqual(["near", "far"]);
    expect(finding?.path.map((step) => step.function)).toEqual(["run", "read"]);
    expect(finding?.message).toContain("Task `near` (and 1 more) reaches it");
  });

  it("prefers a certain path to a shorter one that is only possible", () => {
    const [finding] = findingsIn(
      task(
        `maybe(read);\nthrough();`,
        `import { maybe } from "somewhere";\nfunction through() { read(); }\nfunction read() { fs.readFileSync("a"); }`,
      ),
    );
    expect(finding?.confidence).toBe("definite");
    expect(finding?.path.map((step) => step.function)).toEqual(["run", "through", "read"]);
  });

  it("says may where it is not sure", () => {
    const [finding] = findingsIn(
      task(`maybe(() => fs.readFileSync("a"));`, `import { maybe } from "somewhere";`),
    );
    expect(finding?.confidence).toBe("possible");
    expect(finding?.message).toContain("may block");
  });

  it.each([
    [1, "f1 a:1"],
    [7, "f1 a:1 → f2 a:2 → f3 a:3 → f4 a:4 → f5 a:5 → f6 a:6 → f7 a:7"],
    [9, "f1 a:1 → f2 a:2 → f3 a:3 → … 3 more … → f7 a:7 → f8 a:8 → f9 a:9"],
  ])("shortens a path of %i steps in the middle", (length, text) => {
    const path = Array.from({ length }, (_, index) => ({
      function: `f${index + 1}`,
      file: "a",
      line: index + 1,
    }));
    expect(pathText(path)).toBe(text);
  });

  it.each([
    ["function declaration", `function named() {\nX }\nnamed();`, "named"],
    ["arrow in a constant", `const named = () => {\nX };\nnamed();`, "named"],
    ["method", `class C { m() {\nX } }\nnew C().m();`, "C.m"],
    ["field", `class C { m = () => {\nX }; }\nnew C().m();`, "C.m"],
    ["constructor", `class C { constructor() {\nX } }\nnew C();`, "new C"],
    ["field initialiser", `class C { a =\nX }\nnew C();`, "new C"],
    ["callback", `[1].map(() => {\nX });`, "<anonymous>"],
    ["assigned property", `function o() {} o.m = function () {\nX }; o.m();`, "m"],
  ])("names a %s as a stack trace does", (_, code, name) => {
    const [finding] = findingsIn(task(code.replace("X", `fs.readFileSync("a");`)));
    expect(finding?.path.at(-1)?.function).toBe(name);
  });
});
