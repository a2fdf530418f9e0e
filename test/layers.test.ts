import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";
import { root } from "./support/fixtures.js";
import { layers, violations } from "./support/layers.js";

const files = globSync("{src,runtime,rules}/**/*.{ts,mts,cts}", { cwd: root }).sort();

describe("the layers", () => {
  it("are kept by every file", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(violations(new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")])))).toEqual(
      [],
    );
  });

  it("point downwards only, so that no two parts import each other", () => {
    const order = Object.keys(layers);
    for (const [name, { uses }] of Object.entries(layers))
      for (const used of uses)
        expect(order.indexOf(used), `${name} → ${used}`).toBeLessThan(order.indexOf(name));
  });

  it("name every part that docs/architecture.md names", () => {
    const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
    const parts = [...page.matchAll(/^((?:src\/)?[a-z]+)\/? {2,}\S/gm)].map(([, part]) => part);
    expect(parts.length).toBeGreaterThan(8);
    expect(parts.filter((part) => part && !(part in layers))).toEqual([]);
  });
});

describe("the check", () => {
  it.each([
    [
      "rules/plugin.ts",
      `import { startGuard } from "../runtime/index.js";`,
      "the linter never runs what it reads",
    ],
    ["runtime/guard.ts", `import ts from "typescript";`, "optional peers of the linter"],
    [
      "runtime/guard.ts",
      `export type { Worker } from "../src/worker/worker.js";`,
      "the guard also runs alone",
    ],
    ["src/catalogue/node/fs.ts", `import { join } from "node:path";`, "depend on nothing"],
    ["src/pool/host.ts", `const broker = await import("../broker/open.js");`, "talks to no broker"],
    ["src/task/task.ts", `type Report = import("../reports/store.js").Report;`, "without knowing"],
    ["src/index.ts", `export * from "./cli/main.js";`, "the front door"],
    ["src/extra/new.ts", ``, "lies in no layer"],
  ])("catches %s: %s", (file, text, reason) => {
    expect(violations(new Map([[file, text]]))).toEqual([expect.stringContaining(reason)]);
  });

  it("lets through what is allowed", () => {
    const text = `import { fork } from "node:child_process";\nimport type { Guard } from "../../runtime/types.js";\nimport { pool } from "./pool.js";`;
    expect(violations(new Map([["src/pool/host.ts", text]]))).toEqual([]);
  });
});
