import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { treeLines } from "../../src/cli/reports/tree.js";
import type { StackNode } from "../../src/findings/report.js";

const plain = pc.createColors(false);

function node(name: string, share: number, calls: readonly StackNode[] = [], file = "src/a.ts"): StackNode {
  return { function: name, file, line: 1, column: 2, share, calls };
}

describe("a stack tree", () => {
  it("has a line for each call, with its share, below its caller", () => {
    const tree = [
      node("run", 1, [
        node("render", 0.93, [node("readFileSync", 0.9, [], "node:fs")]),
        node("parse", 0.07, [], "node_modules/x/index.js"),
      ]),
    ];

    expect(treeLines(tree, plain)).toEqual([
      "Share of the stall in which each line was on the stack:",
      " 100 %  run (src/a.ts:1:2)",
      "  93 %    render (src/a.ts:1:2)",
      "  90 %      readFileSync (node:fs:1:2)",
      "   7 %    parse (node_modules/x/index.js:1:2)",
    ]);
  });

  it("shows the user's own lines bold and the others dim, on a terminal only", () => {
    const tree = [node("run", 1, [node("parse", 1, [], "node_modules/x/index.js")])];
    const [, run, parse] = treeLines(tree, pc.createColors(true));

    expect(run).toBe(" 100 %  \u001b[1mrun (src/a.ts:1:2)\u001b[22m");
    expect(parse).toBe(" 100 %    \u001b[2mparse (node_modules/x/index.js:1:2)\u001b[22m");
    expect(treeLines(tree, plain).join()).not.toContain("\u001b");
  });

  it("leaves out the lightest of many lines, and counts them", () => {
    const calls = Array.from({ length: 40 }, (_, index) => node(`f${index}`, index / 100));
    const lines = treeLines([node("run", 1, calls)], plain);

    expect(lines).toHaveLength(1 + 24 + 1);
    expect(lines.at(-2)).toContain("f39");
    expect(lines.join("\n")).not.toContain("f16 ");
    expect(lines.at(-1)).toBe("        … 17 lighter lines (--format json has all)");
  });

  it("keeps deep recursion on the screen", () => {
    const deep = Array.from({ length: 20 }).reduce<StackNode>(
      (inner) => node("walk", 1, [inner]),
      node("leaf", 1),
    );
    const lines = treeLines([deep], plain);

    expect(lines.at(-1)).toBe(` 100 %  ${" ".repeat(24)}leaf (src/a.ts:1:2)`);
  });

  it("has no lines where there is none", () => {
    expect(treeLines([], plain)).toEqual([]);
  });
});
