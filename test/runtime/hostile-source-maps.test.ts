import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { pathOf, SourceMaps } from "../../runtime/watchdog/source-maps.js";

const folder = mkdtempSync(join(tmpdir(), "loopward-hostile-maps-"));
afterAll(() => rmSync(folder, { recursive: true }));
const script = join(folder, "script.js");

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "AAAA",
    ";;;",
    "zzzzzzzzzzz",
    "file://host/a.ts",
    "file:///a%2Fb",
    "../../../etc/passwd",
    "\u0000",
  ),
);
const anything = fc.oneof(text, fc.jsonValue(), fc.integer());
const map = fc.record(
  {
    version: fc.oneof(fc.constant(3), anything),
    mappings: anything,
    sources: fc.oneof(fc.array(fc.oneof(text, fc.constant(null))), anything),
    sourceRoot: anything,
    names: anything,
    sections: anything,
    file: anything,
  },
  { requiredKeys: [] },
);
const position = { line: fc.integer({ min: -1, max: 10 }), column: fc.integer({ min: -1, max: 400 }) };

describe("a source map that was made to break", () => {
  it("costs the mapping and nothing else: in memory", async () => {
    await fc.assert(
      fc.asyncProperty(map, position.line, position.column, async (hostile, line, column) => {
        const maps = new SourceMaps();
        maps.add({ script, map: hostile });
        expect(typeof (await maps.locate(script, line, column)).path).toBe("string");
      }),
      { numRuns: 500 },
    );
  });

  it("costs the mapping and nothing else: behind any comment, on disk", async () => {
    const url = fc.oneof(
      text,
      map.map(
        (hostile) =>
          `data:application/json;base64,${Buffer.from(JSON.stringify(hostile)).toString("base64")}`,
      ),
      text.map((data) => `data:application/json,${data}`),
    );
    await fc.assert(
      fc.asyncProperty(url, position.line, position.column, async (hostile, line, column) => {
        writeFileSync(script, `run();\n//# sourceMappingURL=${hostile}`);
        const maps = new SourceMaps();
        expect(typeof (await maps.locate(script, line, column)).path).toBe("string");
        expect(typeof maps.codeAt(script, line)).toBe("string");
      }),
      { numRuns: 500 },
    );
  });

  it("may name its script any way", () => {
    fc.assert(
      fc.property(text, (name) => {
        expect(typeof pathOf(`file:${name}`)).toBe("string");
        expect(typeof pathOf(name)).toBe("string");
      }),
    );
    expect(pathOf("file://host/a.ts")).toBe("file://host/a.ts");
  });
});
