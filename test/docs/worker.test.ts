import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { workerPage } from "../../docs/generate/worker-options.js";
import { workerOptions } from "../../src/cli/worker/options/index.js";
import { workerSection } from "../../src/config/worker-section.js";
import { root } from "../support/fixtures.js";

const options = [...workerOptions.values()].flat();

describe("docs/worker.md", () => {
  it("says what the options say (else run npm run docs:worker)", async () => {
    expect(readFileSync(join(root, "docs/worker.md"), "utf8")).toBe(await workerPage());
  });
});

describe("the configuration's worker section", () => {
  it("has what the options say it has, and nothing that no option has", () => {
    const named = options.flatMap(({ config }) => /^worker\.(\w+)/.exec(config ?? "")?.[1] ?? []);
    expect(new Set(named)).toEqual(new Set(Object.keys(workerSection.shape)));
  });
});

describe("the options of a worker", () => {
  it("have a variable each that takes a value", () => {
    const without = options.filter(({ variable }) => variable === null).map(({ long }) => long);
    expect(without).toEqual([
      ...[
        "--purge",
        "--force",
        "--without-spare",
        "--guard-origin",
        "--without-control",
        "--watch",
        "--metrics-expose",
      ],
    ]);
  });
});
