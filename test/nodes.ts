/**
 * `npm run test:nodes [-- 20 24] [--only PATTERN…]`: the guard's suites on each Node line that it supports, from the npm
 * package that carries the binary. `--only` runs the files whose path has one of the patterns in it.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const LINES = ["20", "22", "24", "26"];
const SUITES = [
  "test/runtime",
  "test/fixtures/guard.test.ts",
  "test/testing",
  "test/examples",
  "test/catalogue",
];
const root = fileURLToPath(new URL("..", import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string", multiple: true } },
});

const closing: string[] = [];
for (const line of positionals.length > 0 ? positionals : LINES) {
  const node = execFileSync("npx", ["-y", "-p", `node@${line}`, "node", "-p", "process.execPath"], {
    cwd: root,
    encoding: "utf8",
  }).trim();
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  console.log(`== Node ${version}`);
  const args = ["node_modules/vitest/vitest.mjs", "run", ...(values.only ?? SUITES)];
  const child = spawn(node, args, {
    cwd: root,
    stdio: ["inherit", "pipe", "inherit"],
    // The programs under test are this Node's, too.
    env: { ...process.env, GUARDED_NODE: node },
  });
  const ended = once(child, "close") as Promise<[number | null]>;
  let output = "";
  for await (const chunk of child.stdout) {
    process.stdout.write(chunk as Buffer);
    output += String(chunk);
  }
  const [status] = await ended;
  // What the reporter says last.
  const counts = output.trimEnd().split("\n").at(-1) ?? "";
  closing.push(`Node ${version}: ${counts}${status === 0 ? "" : ` (exit ${status})`}`);
  if (status !== 0) process.exitCode = 1;
}
console.log(`\n${closing.join("\n")}`);
