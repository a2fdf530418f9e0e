import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const model = read("docs/model/protocol.pml");
const readme = read("docs/model/README.md");

/** The names of a message type's members: what stands behind `type:`. */
function namesIn(path: string, declaration: string): string[] {
  const source = read(path);
  const start = source.indexOf(`export type ${declaration} =`);
  expect(start).toBeGreaterThan(-1);
  const body = source.slice(start, source.indexOf(";\n\n", start));
  return [...body.matchAll(/readonly type: "([a-z-]+)"/g)].map(([, name]) => name!);
}

describe("the model of the protocol", () => {
  const spoken = [
    ...namesIn("src/pool/protocol.ts", "ToHost"),
    ...namesIn("src/pool/protocol.ts", "FromHost"),
    ...namesIn("runtime/types.ts", "GuardRecord"),
  ];
  const modelled = /^mtype = \{ (.*) \};$/m
    .exec(model)![1]!
    .split(", ")
    .map((name) => name.replace("_", "-"));

  it("knows the messages of the code, by their names, but for those that it says it leaves out", () => {
    const leftOut = readme.split("\n").filter((line) => line.startsWith("- `load-failed`"));
    const named = [...leftOut.join().matchAll(/`([a-z-]+)`/g)].map(([, name]) => name!);
    expect([...modelled, ...named].sort()).toEqual([...spoken].sort());
  });

  it("is refuted without each of the safeguards that its explanation names", () => {
    const mutants = [...model.matchAll(/^#define ([A-Z_]+) +\(MUTANT == \d+\)$/gm)].map(([, name]) => name!);
    const explained = [...readme.matchAll(/^\|.*\| `([A-Z_]+)` +\|$/gm)].map(([, name]) => name!);
    expect(mutants.length).toBeGreaterThan(0);
    expect(explained).toEqual(mutants);
  });
});
