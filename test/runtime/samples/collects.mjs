// A host with a large heap, whose V8 collects garbage on one thread. `pause`: a run allocates in short pieces, and the
// collections between them take long. `compute`: another one computes for long by itself while it makes garbage.
import { PerformanceObserver } from "node:perf_hooks";
import { cpuMs, run, sleep, turn, withInnocents } from "./setup.mjs";

const kept = Array.from({ length: 1_500_000 }, (_, index) => ({ index, text: [index] }));
let made = 0;
let longOnes = 0;
new PerformanceObserver((list) => {
  longOnes += list.getEntries().filter(({ duration }) => duration > 130).length;
}).observe({ type: "gc" });

function allocate(count) {
  const pieces = []; // here: begin
  for (let index = 0; index < count; index += 1) pieces.push({ index, values: [index, index + 1] }); // here: allocate
  made += pieces.length;
  return pieces;
}

const cases = {
  // Until the heap has been collected as a whole, twice: how far it grows before is different in each version of V8.
  async pause() {
    const grown = [];
    longOnes = 0;
    for (let piece = 0; piece < 120 || (longOnes < 2 && piece < 800); piece += 1) {
      grown.push(allocate(8_000));
      await turn();
    }
    return grown.length;
  },
  async compute() {
    const end = cpuMs() + 600;
    while (cpuMs() < end) allocate(100); // here: compute
  },
};

await withInnocents(5, async () => {
  await sleep(100);
  await run(`task.${process.argv[2]}`, cases[process.argv[2]]);
  await sleep(100);
});
if (kept.length + made === 0) throw new Error("nothing was kept");
