/**
 * `npm run eval:guard`: every fixture under the guard, several times; prints for how many of the stalls the right task and
 * the right line were named, and who was blamed wrongly.
 *
 * tsx bench/eval-guard.ts [--rounds 3] [--busy] [--only WORDS]
 *
 * A case whose host was held up by the machine, as the guard said itself, is tried again in another host, and counted.
 * `--busy` keeps all other processors at work meanwhile.
 */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Report } from "../src/findings/report.js";
import { hostOf, judgedHost, reportsOf } from "../test/fixtures/hosts.js";
import { fixtures, type Fixture } from "../test/support/fixtures.js";
import { describeMachine } from "./support/machine.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    busy: { type: "boolean", default: false },
    only: { type: "string", default: "" },
  },
});

interface Tally {
  stalls: number;
  task: number;
  line: number;
  wrong: number;
  givenUp: number;
}

const cases = fixtures().filter(({ dir }) => dir.includes(values.only));
const names = new Set(cases.map(({ name }) => name));
const others = values.busy
  ? Array.from({ length: Math.max(1, availableParallelism() - 1) }, () =>
      spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }),
    )
  : [];
process.once("exit", () => {
  for (const other of others) other.kill("SIGKILL");
});

console.log(`${describeMachine()}${values.busy ? ", the other processors busy" : ""}`);
const sum: Tally = { stalls: 0, task: 0, line: 0, wrong: 0, givenUp: 0 };
for (let round = 1; round <= Number(values.rounds); round += 1) {
  const tally = await evaluate(round);
  console.log(`round ${round}  ${describe(tally)}`);
  for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key];
}
console.log(`in all   ${describe(sum)}`);
if (sum.task < sum.stalls || sum.line < 0.98 * sum.stalls || sum.wrong > 0) process.exitCode = 1;
for (const other of others) other.kill("SIGKILL");

async function evaluate(round: number): Promise<Tally> {
  const tally: Tally = { stalls: 0, task: 0, line: 0, wrong: 0, givenUp: 0 };
  for (const fixture of cases) {
    const host = fixture.expected
      ? await judgedHost(round, cases, fixture)
      : await hostOf(round, cases, fixture);
    const innocent = host.finals.filter(({ task }) => task !== null && !names.has(task.name));
    const reports = reportsOf(host, fixture);
    tally.givenUp += host.givenUp;
    if (host.code !== 0)
      console.log(`${fixture.name}: its host ended with ${host.code} ${host.signal} ${host.stderr}`);
    for (const report of fixture.expected ? innocent : [...innocent, ...reports])
      complain(fixture, "wrongly", report);
    tally.wrong += innocent.length + (fixture.expected ? 0 : reports.length);
    if (!fixture.expected || fixture.guardCannotSee) continue;
    tally.stalls += 1;
    if (reports.length === 1) tally.task += 1;
    else complain(fixture, `${reports.length} reports`, ...host.finals);
    if (reports[0] && isRight(fixture, reports[0])) tally.line += 1;
    else complain(fixture, "another line", ...reports);
  }
  return tally;
}

function isRight({ expected }: Fixture, { blame, cause }: Report): boolean {
  // A pattern's call is named by the guard; the fixture marks it as `regexp`.
  const api = expected?.cause === "regexp" ? null : blame?.api;
  const isPlace = blame?.file === expected?.file && blame?.line === expected?.line;
  return isPlace && api === expected?.api && cause === expected?.cause;
}

function complain({ name }: Fixture, what: string, ...reports: readonly Report[]): void {
  const told = reports.map(
    ({ task, cause, durationMs, blame }) =>
      `${task?.name ?? "nobody"} ${cause} ${durationMs} ms ${blame?.file}:${blame?.line} ${blame?.api}`,
  );
  console.log(`  ${name}: ${what}: ${told.join("; ")}`);
}

function describe({ stalls, task, line, wrong, givenUp }: Tally): string {
  const share = (count: number): string => `${((count / stalls) * 100).toFixed(1)} % (${count} of ${stalls})`;
  return `right task ${share(task)}, right line ${share(line)}, blamed wrongly ${wrong}, tried again ${givenUp}`;
}
