import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { pathOf, SourceMaps } from "../../runtime/watchdog/source-maps.js";

const folder = mkdtempSync(join(tmpdir(), "loopward maps-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SOURCE =
  "interface Shape {\n  side: number;\n}\n\nexport function area(shape: Shape): number {\n  return Math.max(shape.side, 1) ** 2;\n}\n";

/** Compiles the source; the call of `max` is on line 6, column 15 of the source. */
function compile(name: string, options: ts.CompilerOptions): { path: string; line: number; column: number } {
  const { outputText, sourceMapText } = ts.transpileModule(SOURCE, {
    fileName: `${name}.ts`,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, ...options },
  });
  const path = join(folder, `${name}.js`);
  writeFileSync(path, outputText);
  writeFileSync(join(folder, `${name}.ts`), SOURCE);
  if (sourceMapText) writeFileSync(`${path}.map`, sourceMapText);
  const line = outputText.split("\n").findIndex((text) => text.includes("max")) + 1;
  return { path, line, column: (outputText.split("\n")[line - 1]?.indexOf("max") ?? 0) + 1 };
}

describe("SourceMaps", () => {
  it.each([
    ["external", { sourceMap: true }],
    ["inline", { inlineSourceMap: true }],
  ])("maps what is on disk to what was written: %s", async (name, options) => {
    const { path, line, column } = compile(name, options);
    const located = await new SourceMaps().locate(pathToFileURL(path).href, line, column);
    expect(located).toEqual({ path: join(folder, `${name}.ts`), line: 6, column: 15 });
  });

  it("maps what a loader compiled in memory", async () => {
    const { path, line, column } = compile("memory", { inlineSourceMap: true });
    const { sourceMapText = "{}" } = ts.transpileModule(SOURCE, {
      fileName: "memory.ts",
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: true },
    });
    const script = `${pathToFileURL(path).href.replace(/js$/, "ts")}?namespace=1`;
    const maps = new SourceMaps();
    maps.add({ script, map: JSON.parse(sourceMapText) as object });
    expect(await maps.locate(script, line, column)).toEqual({
      path: join(folder, "memory.ts"),
      line: 6,
      column: 15,
    });
  });

  it("leaves positions as they are where there is no map, or a broken one", async () => {
    const path = join(folder, "broken.js");
    writeFileSync(path, "work();\n//# sourceMappingURL=data:application/json;base64,bm9uc2Vuc2U=\n");
    const maps = new SourceMaps();
    expect(await maps.locate(path, 1, 1)).toEqual({ path, line: 1, column: 1 });
    expect(await maps.locate("/nowhere/at-all.js", 4, 2)).toEqual({
      path: "/nowhere/at-all.js",
      line: 4,
      column: 2,
    });
    expect(maps.codeAt(path, 1)).toBe("work();");
    expect(maps.codeAt("/nowhere/at-all.js", 4)).toBe("");
  });

  it("takes off what loaders append to a script's name", () => {
    expect(pathOf("file:///app/a%20b.ts?tsx-namespace=17")).toBe("/app/a b.ts");
  });
});
