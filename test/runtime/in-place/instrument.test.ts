import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { instrument } from "../../../runtime/in-place/instrument.js";
import { CHECK_NAME, FLAG_NAME } from "../../../runtime/in-place/names.js";
import { makeTempFolder } from "../../support/make-temp-folder.js";
import { program } from "./programs.js";
import { snippets } from "./snippets.js";

const PATH = "/app/tasks.js";

/** What a snippet leaves in its `out`, and how often it was checked. */
function outcomeOf(code: string): { out: unknown[]; checks: number } {
  const out: unknown[] = [];
  let checks = 0;
  const context = {
    out,
    [FLAG_NAME]: [1],
    [CHECK_NAME]: () => {
      checks += 1;
    },
  };
  try {
    runInNewContext(`(function(){${code}\n})()`, context, { timeout: 5_000 });
  } catch (error) {
    out.push(String(error));
  }
  return { out, checks };
}

function instrumented(code: string): string {
  return instrument(code, PATH) ?? code;
}

function mapOf(code: string): TraceMap {
  const [, data = ""] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(code) ?? [];
  return new TraceMap(Buffer.from(data, "base64").toString());
}

/** Where `needle` of the code lies in the user's file. */
function originOf(code: string, needle: string) {
  const before = code.slice(0, code.indexOf(needle)).split("\n");
  const found = originalPositionFor(mapOf(code), { line: before.length, column: before.at(-1)!.length });
  return { source: found.source, line: found.line, column: found.column };
}

describe("instrumented code", () => {
  it.each(Object.entries(snippets))("behaves as before: %s", (_, code) => {
    const { out, checks } = outcomeOf(instrumented(code));
    expect(out).toEqual(outcomeOf(code).out);
    expect(checks).toBeGreaterThan(0);
  });

  it("behaves as before, whatever the program", () => {
    fc.assert(
      fc.property(program, (code) => {
        expect(outcomeOf(instrumented(code)).out).toEqual(outcomeOf(code).out);
      }),
      { numRuns: 300 },
    );
  });

  it.each(["for (;;);", "while (true) {}", "do ; while (true)", "a: for (;;) { for (;;) continue a }"])(
    "can be ended from within: %s",
    (loop) => {
      const context = {
        [FLAG_NAME]: [1],
        [CHECK_NAME]: () => {
          throw new Error("enough");
        },
      };
      expect(() => {
        runInNewContext(instrumented(loop), context, { timeout: 5_000 });
      }).toThrow("enough");
    },
  );

  it("does nothing where the flag is not known", () => {
    expect(runInNewContext(instrumented("(() => { for (let n = 0; ; n++) if (n > 3) return n })()"))).toBe(4);
  });

  it("runs as an ES module with `import.meta`, top-level await and a hashbang", async () => {
    const file = join(await makeTempFolder(), "module.mjs");
    const code = `#!/usr/bin/env node
import { basename } from "node:path";
const wait = async (ms) => await new Promise((resolve) => setTimeout(resolve, ms, ms));
let sum = 0;
for (const ms of [1, 2]) sum += await wait(ms);
for await (const n of (async function* () { yield 3 })()) sum += n;
export default class { static { while (sum < 10) sum++ } }
console.log(sum, basename(import.meta.url));`;
    writeFileSync(file, instrumented(code));
    expect(spawnSync(process.execPath, [file], { encoding: "utf8" })).toMatchObject({
      stdout: "10 module.mjs\n",
      stderr: "",
    });
  });

  it("is left alone where there is nothing to insert, or it has been inserted", () => {
    expect(instrument("export const a = 1;", PATH)).toBeNull();
    expect(instrument(instrumented("for (;;);"), PATH)).toBeNull();
  });

  it("says what the parser does not know", () => {
    expect(() => instrument("const a: number = 1;", PATH)).toThrow(SyntaxError);
  });
});

describe("positions in instrumented code", () => {
  const SOURCE = "const f = (n: number) => {\n  for (;;) { target(n); }\n};\n\nfor (;;) last();";

  const compile = (compilerOptions: ts.CompilerOptions) =>
    ts.transpileModule(SOURCE, {
      fileName: "tasks.ts",
      compilerOptions: { target: ts.ScriptTarget.ESNext, ...compilerOptions },
    });

  it("keep their line, and lead to their column", () => {
    const code = "for (;;) { first(); }\nconst f = () => { second() };";
    expect(instrumented(code).split("\n").slice(0, 2)).toEqual([
      expect.stringContaining("first()"),
      expect.stringContaining("second()"),
    ]);
    expect(originOf(instrumented(code), "first")).toEqual({
      source: "file:///app/tasks.js",
      line: 1,
      column: 11,
    });
    expect(originOf(instrumented(code), "second")).toEqual({
      source: "file:///app/tasks.js",
      line: 2,
      column: 18,
    });
  });

  it("lead through an inline map to what was compiled", () => {
    const code = compile({ inlineSourceMap: true }).outputText;
    const source = "file:///app/tasks.ts";
    expect(originOf(instrumented(code), "target")).toEqual({ source, line: 2, column: 13 });
    expect(originOf(instrumented(code), "last")).toEqual({ source, line: 5, column: 9 });
    expect(instrumented(code).match(/sourceMappingURL/g)).toHaveLength(1);
  });

  it("lead through a map that lies in another folder, with a source root", async () => {
    const folder = await makeTempFolder();
    const { outputText: code, sourceMapText: map = "" } = compile({ sourceMap: true });
    const moved = { ...(JSON.parse(map) as object), sourceRoot: "../src" };
    writeFileSync(join(folder, "tasks.map"), JSON.stringify(moved));
    const compiled = `${code.replace(/[^\n]*$/, "")}//# sourceMappingURL=../${folder.split("/").at(-1)}/tasks.map\n`;
    const result = instrument(compiled, join(folder, "tasks.js")) ?? "";
    expect(originOf(result, "target")).toEqual({
      source: pathToFileURL(join(folder, "../src/tasks.ts")).href,
      line: 2,
      column: 13,
    });
  });

  it("are those of the running code where the map is missing", () => {
    const code = "for (;;) here();\n//# sourceMappingURL=gone.js.map";
    expect(originOf(instrumented(code), "here")).toEqual({
      source: "file:///app/tasks.js",
      line: 1,
      column: 9,
    });
  });
});

it("takes whole packages", () => {
  for (const file of [
    "node_modules/acorn/dist/acorn.js",
    "node_modules/undici/lib/web/fetch/index.js",
    "node_modules/magic-string/dist/magic-string.es.mjs",
  ])
    expect(instrument(readFileSync(file, "utf8"), `/app/${file}`)).toContain(CHECK_NAME);
});
