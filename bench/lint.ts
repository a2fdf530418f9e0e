import Table from "cli-table3";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kinds, measureEdits } from "./lint/edits.js";
import { generateProject } from "./lint/generate.js";
import { describeMachine } from "./support/machine.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

/**
 * What the rules cost: `npm run bench:lint`. Typed ESLint with and without the plugin on a generated project of 1,000 files,
 * taking turns; `loopward check` on one of 5,000; and the next report after an edit.
 */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const FILES = 1000;
const LARGE = 5000;

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly analyses: number;
  readonly found: number;
}

const folder = mkdtempSync(join(tmpdir(), "loopward-bench-"));
process.once("exit", () => {
  rmSync(folder, { recursive: true, force: true });
});
const packages = join(import.meta.dirname, "../node_modules");
const small = join(folder, "small");
generateProject(small, FILES, packages);
console.log(describeMachine());

const without: Run[] = [];
const withPlugin: Run[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  without.push(lint("without"));
  withPlugin.push(lint("with"));
}
const table = new Table({
  head: [`${FILES} files, ${ROUNDS} rounds`, "seconds", "CPU seconds", "MB", "analyses", "found"],
  style: { head: [], border: [] },
});
for (const [name, runs] of Object.entries({ recommendedTypeChecked: without, "and loopward": withPlugin })) {
  table.push([
    name,
    spread(runs, "seconds"),
    spread(runs, "cpuSeconds"),
    spread(runs, "megabytes"),
    last(runs).analyses,
    last(runs).found,
  ]);
}
table.push(["ratio of medians", ratio("seconds"), ratio("cpuSeconds"), ratio("megabytes"), "", ""]);
console.log(table.toString());

for (const [what, file] of [
  ["a task", "src/tasks/m500.ts"],
  ["a module that others import", "src/text/m508.ts"],
] as const) {
  for (const [where, edit] of Object.entries(kinds)) {
    // The first turns have no Program before them, and no compiled code.
    const costs = measureEdits(small, file, edit, 12).slice(2);
    const [report, check] = [costs.map(({ reportMs }) => reportMs), costs.map(({ checkMs }) => checkMs)];
    console.log(
      `edit of ${what}, ${where}: type check ${formatSpread(spreadOf(check))} ms, then report ${formatSpread(spreadOf(report))} ms`,
    );
  }
}

const large = join(folder, "large");
generateProject(large, LARGE, packages);
const started = performance.now();
const cli = join(import.meta.dirname, "../dist/src/cli/main.js");
const { stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "lint/run-check.js"), cli, large], {
  encoding: "utf8",
  maxBuffer: 2 ** 28,
});
const elapsed = ((performance.now() - started) / 1000).toFixed(1);
const { code, megabytes } = JSON.parse(stderr.trim().split("\n").at(-1) ?? "") as Record<string, number>;
console.log(
  `loopward check, ${LARGE} files: ${elapsed} s, ${Math.round(megabytes ?? NaN)} MB, exit code ${code}`,
);

function lint(plugin: "with" | "without"): Run {
  const script = join(import.meta.dirname, "lint/run-eslint.js");
  return JSON.parse(execFileSync(process.execPath, [script, small, plugin], { encoding: "utf8" })) as Run;
}

function spread(runs: readonly Run[], what: keyof Run): string {
  return formatSpread(spreadOf(runs.map((run) => run[what])), what === "megabytes" ? 0 : 1);
}

function ratio(what: keyof Run): string {
  const median = (runs: readonly Run[]): number => spreadOf(runs.map((run) => run[what])).median;
  return (median(withPlugin) / median(without)).toFixed(2);
}

function last(runs: readonly Run[]): Run {
  return runs.at(-1)!;
}
