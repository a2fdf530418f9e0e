import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorTable } from "../../src/findings/errors.js";
import { root } from "../support/fixtures.js";

const page = readFileSync(join(root, "docs/errors.md"), "utf8");
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split("\n", 1)[0], section.slice(section.indexOf("\n")).trim()] as const),
);

describe("docs/errors.md", () => {
  it("has a section for each code, in the order of the table, and no other", () => {
    expect([...sections.keys()]).toEqual(Object.keys(errorTable));
  });

  it.each(Object.keys(errorTable))("says when %s happens and what to do", (code) => {
    expect(sections.get(code)?.length).toBeGreaterThan(60);
  });
});
