import { describe, expect, it } from "vitest";
import { apiName } from "../../src/catalogue/api-name.js";
import { builtins } from "../../src/catalogue/index.js";
import { coveredModules, exclusions, isExcluded, namesOf } from "./exclusions.js";
import { builtinSurface } from "./surface.js";

const surface = builtinSurface();
const catalogued = new Set(builtins.map((entry) => apiName(entry).replace(/^new /, "")));
const names = new Set(surface.map(({ name }) => name));

describe(`the functions of Node ${process.version}`, () => {
  it("are found in depth: exports, lazy exports, methods, statics, functions on functions", () => {
    for (const name of ["fs.readFileSync", "fs.Dir#readSync", "fs.realpathSync.native", "crypto.Hash#update"])
      expect(names).toContain(name);
    expect(names.size).toBeGreaterThan(1000);
  });

  it("named *Sync are all catalogued or excluded", () => {
    const missing = surface.filter(
      ({ module, name }) => name.endsWith("Sync") && !catalogued.has(name) && !isExcluded(module, name),
    );
    expect(missing).toEqual([]);
  });

  it.each(coveredModules)(
    "of %s are all catalogued, excluded, or the asynchronous form of a catalogued one",
    (module) => {
      const missing = surface
        .filter((fn) => fn.module === module)
        .filter(
          ({ name }) => !catalogued.has(name) && !catalogued.has(`${name}Sync`) && !isExcluded(module, name),
        );
      expect(missing.map(({ name }) => name)).toEqual([]);
    },
  );
});

describe("an exclusion", () => {
  const plain = exclusions.flatMap((exclusion) =>
    namesOf(exclusion)
      .filter((name) => !name.endsWith("*"))
      .map((name) => `${exclusion.module}.${name}`),
  );

  it("never contradicts the catalogue", () => {
    expect(plain.filter((name) => catalogued.has(name))).toEqual([]);
  });

  it("is written once", () => {
    expect(plain.filter((name, index) => plain.indexOf(name) !== index)).toEqual([]);
  });

  it("of a *Sync function names it in full", () => {
    // A star must not hide a blocking function that a later Node brings.
    const starred = surface.filter(
      ({ module, name }) =>
        name.endsWith("Sync") && !catalogued.has(name) && !plain.includes(name) && isExcluded(module, name),
    );
    expect(starred).toEqual([]);
  });
});
