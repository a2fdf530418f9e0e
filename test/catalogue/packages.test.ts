import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { describe, expect, it } from "vitest";
import { apiName } from "../../src/catalogue/api-name.js";
import { byApi, entriesOf } from "../../src/catalogue/index.js";
import { standIns } from "../../src/catalogue/packages/files.js";
import { packages } from "../../src/catalogue/packages/index.js";

const recorded = JSON.parse(readFileSync(new URL("package-names.json", import.meta.url), "utf8")) as Record<
  string,
  string
>;

describe("the catalogue of packages", () => {
  it("names only what the packages have (else run docs/generate/package-names.ts)", () => {
    expect(packages.map(apiName).filter((api) => recorded[api] === undefined)).toEqual([]);
    const known = new Set(packages.map(apiName));
    expect(Object.keys(recorded).filter((api) => !known.has(api))).toEqual([]);
  });

  it("covers what background tasks use", () => {
    expect(new Set(packages.map(({ module }) => module)).size).toBeGreaterThan(140);
  });

  it("says what to do and where to read", () => {
    for (const { docs, instead } of packages) {
      expect(new URL(docs).protocol).toBe("https:");
      expect(instead).toMatch(/^[`a-zA-Z].*[^.]$/);
    }
  });

  it("names no module of Node", () => {
    expect(packages.filter(({ module }) => isBuiltin(module))).toEqual([]);
    expect(Object.values(standIns).every((module) => isBuiltin(module))).toBe(true);
  });

  it("writes names as findings do", () => {
    expect(byApi("xlsx.utils.sheet_to_json")?.member).toEqual({ form: "static", of: "utils" });
    expect(byApi("exceljs.Workbook#xlsx.load")).toMatchObject({ name: "xlsx.load", awaitable: true });
    expect(byApi("new adm-zip")?.member.form).toBe("constructor");
    expect(byApi("pixelmatch")?.name).toBe("default");
    expect(byApi("handlebars.compile()")?.member.form).toBe("function");
    expect(byApi("execa.$.sync")?.unbounded).toBe(true);
    expect(entriesOf("tar").every(({ when }) => when?.kind === "option")).toBe(true);
  });
});
