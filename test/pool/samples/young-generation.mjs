// Prints the size, in MB, to which a half of this process's young generation grows where much survives in it; with `quiet` also
// what V8 leaves of it in a quiet time, and to what it grows again. Run with --expose-gc.
import { setImmediate, setTimeout } from "node:timers/promises";
import { getHeapSpaceStatistics } from "node:v8";
import { holdYoungGeneration } from "../../../dist/src/pool/young-generation.js";

function halfMb() {
  const half = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
  return Math.round((half.space_used_size + half.space_available_size) / 2 ** 20);
}

async function grownMb() {
  const kept = [];
  for (let round = 0; round < 400; round++) {
    kept[round % 8] = Array.from({ length: 10_000 }, (_, i) => ({ i, list: [i] }));
    await setImmediate();
  }
  // While Node 24 marks the old generation it lets the young one outgrow its size: right after a collection it has none but that.
  gc({ type: "minor" });
  return halfMb();
}

holdYoungGeneration();
const grown = await grownMb();
const sizes = [grown];
if (process.argv.includes("quiet")) {
  for (; halfMb() === grown; await setTimeout(50)) gc();
  sizes.push(halfMb(), await grownMb());
}
console.log(JSON.stringify(sizes));
