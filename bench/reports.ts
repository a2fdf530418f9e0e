/**
 * `npm run bench:reports`: how long `loopward reports` takes over many reports, and how much memory: each command in a process
 * of its own, several rounds. Then the web page in headless Chromium, served while reports come in, and exported.
 *
 * tsx bench/reports.ts [--count 100000] [--rounds 5]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { makeTempFolder } from "../test/support/make-temp-folder.js";
import { measurePage } from "./reports/page.js";
import { generateReports } from "./reports/generate.js";
import { describeMachine } from "./support/machine.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

const { values } = parseArgs({
  options: { count: { type: "string", default: "100000" }, rounds: { type: "string", default: "5" } },
});
const count = Number(values.count);
const rounds = Number(values.rounds);
const main = fileURLToPath(new URL("../dist/src/cli/main.js", import.meta.url));
/** Says at its end how much memory it ever had, in KB. */
const peakSays = `data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

const commands: readonly (readonly string[])[] = [
  ["list"],
  ["list", "--task", "tasks.t7", "--limit", "20"],
  ["list", "--format", "json", "--limit", "20"],
  ["summary"],
  ["export", "--format", "csv"],
  ["export", "--format", "json"],
  ["export", "--format", "html"],
];

const dir = await makeTempFolder();
const bytes = await generateReports(dir, count, Date.now());
console.log(
  `${describeMachine()}\n${count} reports of ${Math.round(bytes / count)} bytes, ${Math.round(bytes / 1e6)} MB; medians of ${rounds} (range)`,
);
const table = new Table({ head: ["loopward reports", "seconds", "peak MB"] });
for (const command of commands) {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await measure(command));
  table.push([
    command.join(" "),
    formatSpread(spreadOf(runs.map(({ seconds }) => seconds)), 2),
    formatSpread(spreadOf(runs.map(({ peakMb }) => peakMb))),
  ]);
}
console.log(table.toString());
console.log(await measurePage({ main, dir, count, rounds }));
await rm(dir, { recursive: true });

interface Run {
  readonly seconds: number;
  readonly peakMb: number;
}

async function measure(command: readonly string[]): Promise<Run> {
  const args = ["--import", peakSays, main, "reports", ...command, "--reports", dir];
  const startMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit", "pipe"] });
  let peak = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => (peak += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`loopward reports ${command.join(" ")} exited with ${code}`);
  return { seconds: (performance.now() - startMs) / 1_000, peakMb: Number(peak) / 1_024 };
}
