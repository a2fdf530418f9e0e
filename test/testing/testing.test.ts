import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../support/fixtures.js";

const SAMPLES = join(root, "test/testing/samples");

/** Runs a test runner of its own process; what it says goes to one text. */
async function runTests(
  args: readonly string[],
  { cwd = SAMPLES, env = {} } = {},
): Promise<{ code: number | null; output: string }> {
  // A test runner inside a test runner takes these for its own.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:NODE_TEST|VITEST)/.test(name));
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), NO_COLOR: "1", ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  const deadline = setTimeout(() => child.kill("SIGKILL"), 50_000);
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(deadline);
  return { code, output };
}

function lineOf(label: string, file = "tasks.mjs"): number {
  const lines = readFileSync(join(SAMPLES, file), "utf8").split("\n");
  return lines.findIndex((line) => line.endsWith(`// here: ${label}`)) + 1;
}

const blocked = new RegExp(`ms in child_process\\.execSync at tasks\\.mjs:${lineOf("blocking")}:`);
const called = new RegExp(`fs\\.existsSync was called at tasks\\.mjs:${lineOf("brief")}:`);

describe("loopward/testing", () => {
  it("fails the test in which a task blocked, and no other: node:test", async () => {
    const { code, output } = await runTests(["--test-reporter", "tap", "node-test.mjs"]);

    expect(code).toBe(1);
    expect(output).toMatch(/^ok 1 - gentle/m);
    expect(output).toMatch(/^not ok 2 - blocking/m);
    expect(output).toMatch(/^ok 3 - brief/m);
    expect(output).toMatch(/^ok 4 - failing/m);
    expect(output).toMatch(blocked);
    expect(output).toContain("LOOPWARD_BLOCKED");
  });

  it("checks after each test with the runner's own hook, strictly: node:test", async () => {
    const { code, output } = await runTests(["--test-reporter", "tap", "node-test-hooks.mjs"]);

    expect(code).toBe(1);
    expect(output).toMatch(/^ok 1 - gentle/m);
    expect(output).toMatch(/^not ok 2 - blocking/m);
    expect(output).toMatch(/^not ok 3 - brief/m);
    expect(output).toMatch(/^ok 4 - gentle again/m);
    expect(output).toMatch(blocked);
    expect(output).toMatch(called);
  });

  it("checks after each test with the runner's own hook, strictly: Vitest", async () => {
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const { code, output } = await runTests([
      vitest,
      "run",
      "--reporter",
      "verbose",
      "--config",
      "vitest.config.mjs",
    ]);

    expect(code).toBe(1);
    expect(output).toMatch(/✓ .*gentle /);
    expect(output).toMatch(/× .*blocking/);
    expect(output).toMatch(/× .*brief/);
    expect(output).toMatch(/✓ .*gentle again/);
    expect(output).toMatch(blocked);
    expect(output).toMatch(called);
  });

  describe("with Jest, whose modules live in contexts of their own", () => {
    const jest = (...names: readonly string[]) =>
      runTests([join(root, "node_modules/jest/bin/jest.js"), "--verbose", "--runInBand", ...names], {
        cwd: join(SAMPLES, "jest"),
        env: { NODE_OPTIONS: "--experimental-vm-modules" },
      });

    it("checks after each test, and names the line as it is written, not as Babel left it", async () => {
      const { code, output } = await jest("hooks");

      expect(code, output).toBe(1);
      for (const name of ["gentle", "gentle again"]) expect(output).toMatch(new RegExp(`✓ ${name} `));
      for (const [name, api] of [
        ["blocking", "child_process.execSync"],
        ["computing", "computation"],
        ["parsing", "JSON.parse"],
      ] as const) {
        expect(output).toMatch(new RegExp(`✕ ${name} `));
        expect(output).toContain(`ms in ${api} at tasks.js:${lineOf(name, "jest/tasks.js")}:`);
      }
      expect(output).toContain(`fs.existsSync was called at tasks.js:${lineOf("brief", "jest/tasks.js")}:`);
    });

    it("watches one file after another in a process, though no guard is stopped", async () => {
      const { code, output } = await jest("by-need");

      expect(code, output).toBe(1);
      expect(output.match(/✓ gentle /g), output).toHaveLength(2);
      expect(output.match(/✓ failing /g)).toHaveLength(2);
      const line = lineOf("computing", "jest/computing.mjs");
      expect(output.match(new RegExp(`ms in computation at computing\\.mjs:${line}:`, "g"))).toHaveLength(2);
    });
  });

  it("refuses to watch a worker thread", async () => {
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const { code, output } = await runTests([
      vitest,
      "run",
      "--config",
      "vitest.config.mjs",
      "--pool",
      "threads",
    ]);

    expect(code).toBe(1);
    expect(output).toContain("this is a worker thread");
  });
});
