// Prints by what factor this process's old generation outgrows what lives in it, where objects live long enough to come into it.
// Run with --expose-gc; `unheld`: as V8 does it.
import { setTimeout } from "node:timers/promises";
import { getHeapSpaceStatistics } from "node:v8";
import { holdHeap } from "../../../dist/src/pool/heap.js";

const usedBytes = () =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === "old_space").space_used_size;

if (!process.argv.includes("unheld")) holdHeap();
const kept = [];
let most = 0;
for (let round = 0; round < 600; round++) {
  kept[round % 60] = Array.from({ length: 5_000 }, (_, i) => ({ i, list: [i] }));
  most = Math.max(most, usedBytes());
  await setTimeout(1);
}
gc();
// Read last, lest what it holds be collected before.
console.log(JSON.stringify(kept.length && most / usedBytes()));
