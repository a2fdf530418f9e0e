// Prints the size, in MB, to which a half of this process's young generation grows where much survives in it. Run with
// --expose-gc.
import { setImmediate } from "node:timers/promises";
import { getHeapSpaceStatistics } from "node:v8";
import { holdHeap } from "../../../dist/src/pool/heap.js";

function halfMb() {
  const half = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
  return Math.ceil((half.space_used_size + half.space_available_size) / 2 ** 20);
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

// As on a Node whose default is larger than this one's.
if (process.argv.includes("unsaid")) process.execArgv = [];
holdHeap();
console.log(JSON.stringify(await grownMb()));
