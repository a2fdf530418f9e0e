/**
 * `npm run test:chaos -- [--minutes 10] [--seed N] [--broker redis|embedded]`: real workers under random faults, until
 * the time is over; prints what was done and what became of the jobs.
 */
import { parseArgs } from "node:util";
import { describeMachine } from "../../bench/support/machine.js";
import { describePhase } from "./phases.js";
import { storm } from "./storm.js";
import { faultsOf } from "./schedule.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    broker: { type: "string", default: "redis" },
  },
});
const broker = values.broker === "embedded" ? "embedded" : "redis";
const seed = Number(values.seed);
const until = Date.now() + Number(values.minutes) * 60_000;

console.log(describeMachine());
console.log(`broker ${broker}, seed ${seed}`);
const began = Date.now();
const { totals, phases } = await storm({
  seed,
  broker,
  faults: faultsOf(broker),
  more: () => Date.now() < until,
  log: (line) => console.log(new Date().toISOString().slice(11, 19), line),
});
const { faults, failures, ...counts } = totals;
console.log(`minutes   ${((Date.now() - began) / 60_000).toFixed(1)}`);
for (const [name, count] of Object.entries(counts)) console.log(`${name.padEnd(12)} ${count}`);
for (const [fault, phase] of phases) console.log(`${fault.padEnd(26)} ${describePhase(phase)}`);
console.log(`faults       ${JSON.stringify(faults)}`);
console.log(`failures     ${JSON.stringify(failures)}`);
