import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { root } from "../support/fixtures.js";

const run = promisify(execFile);

/** Tables of programs of which each line that blocks is marked: those with such a line have to be reported, the others not. */
const TABLES = /analysis\/(apis|cost|edges|packages|roots)\.test\.ts$/;

it("the rules are held to at least 400 programs, valid and invalid", { timeout: 300_000 }, async () => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { stdout } = await run(process.execPath, [vitest, "list", "test/rules", "--json"], {
    cwd: root,
    env,
    maxBuffer: 32 * 1024 * 1024,
  });
  const listed = JSON.parse(stdout.slice(stdout.indexOf("["))) as { name: string; file: string }[];
  const ofTester = listed.filter(({ name }) => / > (valid|invalid) > /.test(name));
  // The same programs once more, with one kind of edge taken out of the call graph.
  const ofTables = listed.filter(({ name, file }) => TABLES.test(file) && !name.includes(" alone finds: "));
  console.log(`${ofTester.length} cases of the rule tester, ${ofTables.length} marked programs`);
  expect(ofTester.length + ofTables.length).toBeGreaterThanOrEqual(400);
});
