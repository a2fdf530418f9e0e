import { describe, expect, it } from "vitest";
import type { ReadFinding } from "../../src/reports/findings.js";
import { missingFor } from "../../src/reports/unseen.js";
import { sampleReport } from "./sample.js";

const { blame, stack } = sampleReport();
const [native, , outer] = stack;
const step = (name: string, file: string) => ({ function: name, file, line: 1 });
const finding = (...path: ReturnType<typeof step>[]): ReadFinding => ({
  rule: "loopward/no-blocking-call",
  file: "src/x.ts",
  line: 1,
  api: "fs.statSync",
  path,
});

describe("missingFor", () => {
  it("names the edge where the linter's way ends", () => {
    const findings = [finding(step("run", "src/tasks.ts"), step("other", "src/x.ts"))];
    expect(missingFor(sampleReport(), findings)).toBe(
      "the way from run src/tasks.ts:9 to loadTemplate src/render.ts is not followed",
    );
    const renamed = sampleReport({
      stack: [...stack.slice(0, 2), { ...outer!, function: "async Feed.run" }],
    });
    expect(missingFor(renamed, findings)).toContain("the way from async Feed.run src/tasks.ts:9");
  });

  it("asks for a root where no task is known to come by", () => {
    expect(missingFor(sampleReport(), [])).toBe(
      "no task is known to reach it: is there a root for run src/tasks.ts?",
    );
    expect(missingFor(sampleReport({ stack: [] }), [])).toContain("loadTemplate src/render.ts?");
  });

  it("says where the line is reached, and its call was not recognised", () => {
    expect(missingFor(sampleReport(), [finding(step("loadTemplate", "src/render.ts"))])).toContain(
      "fs.readFileSync is not recognised on this line",
    );
  });

  it("names the package that the catalogue lacks", () => {
    const inPackage = {
      ...native!,
      function: "parse",
      file: "node_modules/.pnpm/a@1/node_modules/@a/xml/lib/a.js",
    };
    const report = sampleReport({
      cause: "cpu",
      blame: blame && { ...blame, api: null },
      stack: [inPackage, inPackage, ...stack.slice(1)],
    });
    expect(missingFor(report, [])).toBe("not in the catalogue: @a/xml (parse)");
  });

  it("knows computations and patterns, for which there is no call to look for", () => {
    const own = { blame: blame && { ...blame, api: null }, stack: stack.slice(1) };
    expect(missingFor(sampleReport({ ...own, cause: "cpu" }), [])).toContain("a computation of its own");
    expect(missingFor(sampleReport({ ...own, cause: "regexp" }), [])).toContain("no-unsafe-regexp");
    expect(missingFor(sampleReport({ blame: null }), [])).toBe("the report blames no line");
  });
});
