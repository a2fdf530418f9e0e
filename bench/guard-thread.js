/**
 * `npm run bench:guard-thread`: what the watchdog's thread takes by itself, what a look at the stack takes from the host, how
 * long a report needs to the disk, and whether a thousand captures leave anything behind.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { startGuard } from "../dist/runtime/guard.js";

const MEASURED_MS = 10_000;
const CAPTURES = 1_000;
const PEEK = Symbol.for("loopward.guard.peek");

const folder = mkdtempSync(join(tmpdir(), "loopward-bench-"));
const file = join(folder, "reports.ndjson");
const [cpu] = cpus();
console.log(
  `${cpus().length} × ${cpu?.model.trim()}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`,
);

const threads = () => new Set(readdirSync("/proc/self/task"));
const before = threads();
const guard = await startGuard({
  mode: "report",
  thresholdMs: 100,
  abortAfterMs: 5_000,
  root: folder,
  sink: { file },
});
await sleep(500);
const started = [...threads()].filter((id) => !before.has(id));
const spentMs = (id) =>
  Number(readFileSync(`/proc/self/task/${id}/schedstat`, "latin1").split(" ", 1)[0]) / 1e6;
const spent = () => Math.max(...started.map(spentMs));

console.log(`watchdog, loop idle        ${await shareOf(() => sleep(MEASURED_MS))}`);
console.log(`watchdog, loop busy        ${await shareOf(busy)}`);

const pauses = [];
let peeked = false;
const peek = globalThis[PEEK];
Object.defineProperty(globalThis, PEEK, {
  configurable: true,
  value: () => {
    peeked = true;
    return peek();
  },
});
const awaitsBefore = await awaitRate();
const toDisk = [];
stall();
const awaitsAfterFirst = await awaitRate();
const memoryAfterFirst = await memoryMb();
while (pauses.length < CAPTURES) {
  const ms = await timeToDisk();
  if (ms !== null) toDisk.push(ms);
}
const [first, ...later] = pauses;
later.sort((a, b) => a - b);
toDisk.sort((a, b) => a - b);
const at = (sorted, share) => sorted[Math.floor(sorted.length * share)].toFixed(2);
console.log(
  `pause a captured sample    first ${first.toFixed(2)} ms, then median ${at(later, 0.5)} ms, p99 ${at(later, 0.99)} ms`,
);
console.log(
  `end of a stall to disk     median ${at(toDisk, 0.5)} ms, p99 ${at(toDisk, 0.99)} ms, ${toDisk.length} stalls`,
);
const awaits = [awaitsBefore, awaitsAfterFirst, await awaitRate()].map((rate) => Math.round(rate / 1_000));
console.log(
  `awaits, thousands a second before any capture ${awaits[0]}, after the first ${awaits[1]}, after ${pauses.length} ${awaits[2]}`,
);
const memory = await memoryMb();
console.log(
  `heap after the first       ${memoryAfterFirst.heap} MB, after ${pauses.length} ${memory.heap} MB; resident ${memoryAfterFirst.resident} MB, ${memory.resident} MB`,
);
await guard.stop();
rmSync(folder, { recursive: true });

async function shareOf(work) {
  const start = [performance.now(), spent()];
  await work();
  return `${(((spent() - start[1]) / (performance.now() - start[0])) * 100).toFixed(2)} % of a core`;
}

async function busy() {
  const end = performance.now() + MEASURED_MS;
  while (performance.now() < end) {
    const piece = performance.now() + 3;
    while (performance.now() < piece);
    await turn();
  }
}

/** Holds the loop, and notes for how long it stood still whenever the watchdog looked at it. */
function stall() {
  const end = performance.now() + 160;
  for (let last = performance.now(); last < end;) {
    peeked = false;
    const now = performance.now();
    if (peeked) pauses.push(now - last);
    last = now;
  }
}

/** From the end of a stall to its final line, in ms. */
async function timeToDisk() {
  await sleep(30);
  const known = finals();
  stall();
  const ended = performance.now();
  while (finals() === known && performance.now() - ended < 300) await sleep(1);
  return finals() === known ? null : performance.now() - ended;
}

// Stalls outside of any run at one line are folded after a while: what is not written is not timed.
function finals() {
  return readFileSync(file, "latin1").split('"ongoing":false').length;
}

async function awaitRate() {
  const start = performance.now();
  for (let count = 0; count < 300_000; count += 1) {
    await null;
    if (count % 10_000 === 0) await turn();
  }
  return 300_000 / ((performance.now() - start) / 1_000);
}

async function memoryMb() {
  global.gc?.();
  await sleep(200);
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: (heapUsed / 2 ** 20).toFixed(1), resident: Math.round(rss / 2 ** 20) };
}
