/**
 * `npm run test:nodes [-- 20 24]`: the guard's suites on each Node line that it supports, from the npm package that carries
 * the binary.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const LINES = ["20", "22", "24", "26"];
const root = fileURLToPath(new URL("..", import.meta.url));
const SUITES = ["test/runtime", "test/fixtures/guard.test.ts", "test/testing", "test/examples"];
const failed: string[] = [];

for (const line of process.argv.length > 2 ? process.argv.slice(2) : LINES) {
  const node = execFileSync("npx", ["-y", "-p", `node@${line}`, "node", "-p", "process.execPath"], {
    cwd: root,
    encoding: "utf8",
  }).trim();
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  console.log(`== Node ${version}`);
  const { status } = spawnSync(node, ["node_modules/vitest/vitest.mjs", "run", ...SUITES], {
    cwd: root,
    stdio: "inherit",
    // Workers and the programs under test are this Node's, too.
    env: { ...process.env, GUARDED_NODE: node },
  });
  if (status !== 0) failed.push(version);
}
if (failed.length > 0) {
  console.log(`failed on ${failed.join(", ")}`);
  process.exitCode = 1;
}
