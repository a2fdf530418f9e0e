/**
 * `npm run bench:in-place`: what the checks for aborting in place cost the code that they are in: the same function
 * with and without them, taking turns in one process. What they cost a worker that waits is in `bench:feeds`.
 *
 * tsx bench/in-place.ts [--rounds 15]
 */
import { parseArgs } from "node:util";
import vm from "node:vm";
import Table from "cli-table3";
import { CHECK_NAME, FLAG_NAME } from "../dist/runtime/in-place/names.js";
import { instrument } from "../dist/runtime/in-place/instrument.js";
import { PROGRAMS } from "./in-place/programs.js";
import { describeMachine } from "./support/machine.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "15" } } });
const rounds = Number(values.rounds);
const WARM_UP = 3;

// As a guarded host has them; never raised here.
Object.defineProperty(globalThis, FLAG_NAME, { value: new Int32Array(new SharedArrayBuffer(4)) });
Object.defineProperty(globalThis, CHECK_NAME, { value: () => undefined });

const table = new Table({ head: ["code", "ms without", "ms with", "with ÷ without"] });
for (const [name, { source, input }] of Object.entries(PROGRAMS)) {
  const plain = compile(source);
  const checked = compile(instrument(`(${source})`, "/program.js")!);
  const ms: { plain: number[]; checked: number[] } = { plain: [], checked: [] };
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const pair = round % 2 === 0 ? (["plain", "checked"] as const) : (["checked", "plain"] as const);
    for (const which of pair) {
      const took = time(which === "plain" ? plain : checked, input);
      if (round >= 0) ms[which].push(took);
    }
  }
  const ratios = ms.checked.map((took, round) => took / ms.plain[round]!);
  table.push([
    name,
    formatSpread(spreadOf(ms.plain), 1),
    formatSpread(spreadOf(ms.checked), 1),
    formatSpread(spreadOf(ratios), 2),
  ]);
}
console.log(`${describeMachine()}\n${rounds} rounds, median (range)\n${table.toString()}`);

type Program = (input: number) => number;

function compile(source: string): Program {
  return vm.runInThisContext(source) as Program;
}

function time(program: Program, input: number): number {
  const began = performance.now();
  program(input);
  return performance.now() - began;
}
