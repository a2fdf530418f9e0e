import { describe, expect, it } from "vitest";
import { allFindings } from "../../rules/findings/all-findings.js";
import type { Preset } from "../../rules/findings/options.js";
import loopward from "../../rules/plugin.js";
import { analyseSources, task } from "./support/findings.js";
import { TYPED_FOLDER } from "./support/program.js";

const sources = task(
  `while (!stopped) {}
   /^(a+)+$/.test(name);
   const whole = await (await fetch("https://example.org")).json();
   const late = require("./late");
   JSON.parse(fs.readFileSync("a", "utf8"));`,
  `declare const stopped: boolean, name: string;\n/** @nonblocking */\nfunction unmarked() {}`,
);

function found(preset: Preset): string[] {
  return allFindings(analyseSources(sources), preset, TYPED_FOLDER).map(
    ({ rule, line, api }) => `${rule}:${line} ${api}`,
  );
}

describe("the findings of a preset", () => {
  it("are those of its rules, one a place: recommended", () => {
    expect(found("recommended").sort()).toEqual([
      "loopward/no-blocking-call:11 JSON.parse",
      "loopward/no-blocking-call:11 fs.readFileSync",
      "loopward/no-endless-loop:7 endless loop",
      "loopward/no-unsafe-regexp:8 /^(a+)+$/",
    ]);
  });

  it("are those of its rules, one a place: strict", () => {
    expect(found("strict").sort()).toEqual([
      "loopward/no-blocking-call:10 require",
      "loopward/no-blocking-call:11 JSON.parse",
      "loopward/no-blocking-call:11 fs.readFileSync",
      "loopward/no-endless-loop:7 endless loop",
      'loopward/no-unbounded-parse:9 (await fetch("https://example.org")).json()',
      "loopward/no-unsafe-regexp:8 /^(a+)+$/",
    ]);
  });

  it("say what, by which task and path, and what instead", () => {
    const [loop] = allFindings(analyseSources(sources), "recommended", TYPED_FOLDER).filter(
      ({ rule }) => rule === "loopward/no-endless-loop",
    );
    expect(loop).toMatchObject({
      file: "task.ts",
      column: 1,
      cost: "heavy",
      confidence: "definite",
      tasks: ["t"],
      path: [{ function: "run", file: "task.ts", line: 7 }],
    });
    expect(loop?.message).toContain("Task `t` reaches it: run task.ts:7.");
    expect(loop?.advice).toBe("`await` the event that makes the change.");
  });

  it("leave out a rule only if it is about comments, or about what ran", () => {
    const rules = Object.keys(loopward.configs.strict.rules ?? {});
    expect(rules.filter((rule) => !found("strict").join().includes(`${rule}:`)).sort()).toEqual([
      "loopward/known-stall",
      // A place that blocks is one finding, by whichever rule it was found first.
      "loopward/no-lazy-require",
      "loopward/require-nonblocking-reason",
    ]);
  });
});
