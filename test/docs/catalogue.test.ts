import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cataloguePage } from "../../docs/generate/catalogue.js";
import { root } from "../support/fixtures.js";

it("docs/catalogue.md is what the catalogue says", async () => {
  const page = readFileSync(join(root, "docs/catalogue.md"), "utf8");
  expect(page === (await cataloguePage()), "run `npm run docs:catalogue`").toBe(true);
});
