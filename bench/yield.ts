/**
 * `npm run bench:yield`: what `await ctx.yieldIfDue()` costs where nothing is due, beside an `await` of a promise that is
 * resolved already. Median of five, a million calls each, in slices far longer than they take.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { LoopShare } from "../dist/src/pool/host/loop-share.js";

const CALLS = 1_000_000;
const REPEATS = 5;
const NEVER_DUE_MS = 60_000;

const share = new LoopShare();
const resolved = Promise.resolve();
const cases = {
  "await of a resolved promise": () => resolved,
  "await ctx.yieldIfDue()": () => share.yieldIfDue(NEVER_DUE_MS),
};

for (const [name, call] of Object.entries(cases)) {
  const costs: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    await nextTurn();
    const began = performance.now();
    for (let n = 0; n < CALLS; n += 1) await call();
    costs.push(((performance.now() - began) * 1e6) / CALLS);
  }
  const median = costs.sort((a, b) => a - b)[Math.floor(REPEATS / 2)]!;
  console.log(`${name.padEnd(30)} ${median.toFixed(0)} ns`);
}
