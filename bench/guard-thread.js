/**
 * `npm run bench:guard-thread`: what the watchdog's thread takes by itself, what a look at the stack takes from the host, how
 * long a report needs to the disk, and whether a thousand captures leave anything behind. Beside the watchdog, a thread sleeps that
 * does nothing when it wakes up, as often: what that takes is the machine's. A second process of the same age, guarded and
 * never stalled, is the control: what the machine does to the pace, it does to both.
 */
import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fstatSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { startGuard } from "../dist/runtime/guard.js";

const MEASURED_MS = 10_000;
// As the watchdog sleeps while the loop turns, at the threshold below.
const SLEEP_MS = 50;
const SLEEPER = `
  const word = new Int32Array(new SharedArrayBuffer(4));
  for (;;) Atomics.wait(word, 0, 0, ${SLEEP_MS});
`;
const CAPTURES = Number(process.env.BENCH_CAPTURES ?? 1_000);
const PEEK = Symbol.for("loopward.guard.peek");
// Much longer than is wanted: whoever comes later is lost, and said to be.
const LOST_MS = 2_000;
const PACES = 7;

const folder = mkdtempSync(join(tmpdir(), "loopward-bench-"));
const file = join(folder, "reports.ndjson");
const reports = openSync(file, "a+");
const buffer = Buffer.alloc(256 * 1024);
const threads = () => new Set(readdirSync("/proc/self/task"));
const before = threads();
const guard = await startGuard({
  mode: "report",
  thresholdMs: 100,
  abortAfterMs: 5_000,
  root: folder,
  sink: { file },
});
// From the first run on every await costs more, in the control alike: see AsyncLocalStorage in docs/nodes.md.
await runOf("warm-up", () => pace());
// So it does from the first of each other kind of waiting on; every program has them, and so has the watchdog.
await runOf("kinds", waitInEachWay);
await waitInEachWay();
await sleep(500);

if (process.send) beControl();
else await measure();

function beControl() {
  process.on("message", async (wanted) => process.send(wanted === "pace" ? await pace() : await memoryMb()));
  process.once("disconnect", async () => {
    await guard.stop();
    rmSync(folder, { recursive: true });
  });
}

async function measure() {
  const [cpu] = cpus();
  const load = loadavg()[0].toFixed(1);
  console.log(`${cpus().length} × ${cpu?.model.trim()}, Node ${process.version}, load ${load}`);
  const control = fork(fileURLToPath(import.meta.url));
  const started = [...threads()].filter((id) => !before.has(id));
  const sleeper = new Worker(SLEEPER, { eval: true });
  await once(sleeper, "online");
  const sleepers = [...threads()].filter((id) => !before.has(id) && !started.includes(id));
  console.log(`watchdog, loop idle        ${await sharesOf(started, sleepers, () => sleep(MEASURED_MS))}`);
  console.log(`watchdog, loop busy        ${await sharesOf(started, sleepers, busy)}`);
  await sleeper.terminate();

  // The first pace is that of code that V8 has still to compile.
  await paceBeside(control);
  const pauses = watchPeeks();
  const paces = [await paceBeside(control)];
  const toDisk = [await timeToDisk(0, pauses)];
  const memory = [await memoryMb()];
  paces.push(await paceBeside(control));
  let stalls = 1;
  for (; pauses.all.length < CAPTURES; stalls += 1) toDisk.push(await timeToDisk(stalls, pauses));
  paces.push(await paceBeside(control));
  memory.push(await memoryMb(), await ask(control, "memory"));

  const [first, ...later] = pauses.all;
  const onDisk = toDisk.filter((ms) => ms !== null);
  console.log(`pause a captured sample    first ${first.toFixed(2)} ms, then ${spread(later)}`);
  console.log(`end of a stall to disk     ${spread(onDisk)}; ${onDisk.length} of ${stalls} reports`);
  const [none, one, all] = paces;
  console.log(
    `awaits, of the control's   ${none} before any capture, ${one} after one stall, ${all} after ${later.length + 1} captures`,
  );
  const [early, late, controls] = memory.map(({ heap, resident }) => `${heap} and ${resident} MB`);
  console.log(
    `memory, heap and resident  ${early} after one stall, ${late} after all; the control ${controls}`,
  );
  control.disconnect();
  await guard.stop();
  rmSync(folder, { recursive: true });
}

/** What the busiest of the threads and of the sleepers take while `work` lasts. */
async function sharesOf(watchdogs, sleepers, work) {
  const spent = () => [watchdogs, sleepers].map((ids) => Math.max(...ids.map(spentMs)));
  const [start, before] = [performance.now(), spent()];
  await work();
  const tookMs = performance.now() - start;
  const [own, bare] = spent().map((ms, n) => `${(((ms - before[n]) / tookMs) * 100).toFixed(2)} %`);
  return `${own} of a core; a thread that only sleeps, ${bare}`;
}

function spentMs(id) {
  return Number(readFileSync(`/proc/self/task/${id}/schedstat`, "latin1").split(" ", 1)[0]) / 1e6;
}

async function busy() {
  const end = performance.now() + MEASURED_MS;
  while (performance.now() < end) {
    const piece = performance.now() + 3;
    while (performance.now() < piece);
    await turn();
  }
}

/** Notes the looks that the watchdog takes at this thread's stack. */
function watchPeeks() {
  const peek = globalThis[PEEK];
  const peeks = { seen: false, all: [] };
  Object.defineProperty(globalThis, PEEK, {
    configurable: true,
    value: () => {
      peeks.seen = true;
      return peek();
    },
  });
  return peeks;
}

/** Holds the loop, and notes for how long it stood still whenever the watchdog looked at it. */
function stall(peeks) {
  const end = performance.now() + 160;
  for (let last = performance.now(); last < end;) {
    peeks.seen = false;
    const now = performance.now();
    if (peeks.seen) peeks.all.push(now - last);
    last = now;
  }
}

/** From the end of a stall to its final line, in ms; null: there is none. Each is another task's: none is folded. */
async function timeToDisk(n, peeks) {
  await sleep(30);
  const runId = `run-${n}`;
  const offset = fstatSync(reports).size;
  const ended = await runOf(runId, () => {
    stall(peeks);
    return performance.now();
  });
  while (!isOnDisk(runId, offset)) {
    if (performance.now() - ended > LOST_MS) return null;
    await sleep(1);
  }
  return performance.now() - ended;
}

/** Executes a function as a run of a task of its own. */
async function runOf(runId, fn) {
  const run = guard.begin({ name: runId, runId, queue: "default", attempt: 1 });
  try {
    return await run.execute(async () => fn());
  } finally {
    run.settled();
  }
}

/** Whether the file has a final report of the run behind `offset`. */
function isOnDisk(runId, offset) {
  const length = readSync(reports, buffer, 0, buffer.length, offset);
  const lines = buffer.toString("latin1", 0, length).split("\n");
  return lines.some((line) => line.includes(`"${runId}"`) && line.includes('"ongoing":false'));
}

/**
 * The pace of this process in parts of the control's: both take turns on one processor, since two of a virtual machine may differ
 * by a third for minutes, and the middle one of several ratios counts.
 */
async function paceBeside(control) {
  const ratios = [];
  keepOn("0", control);
  for (let round = 0; round < PACES; round += 1) {
    const own = await pace();
    ratios.push(own / (await ask(control, "pace")));
  }
  keepOn(`0-${cpus().length - 1}`, control);
  ratios.sort((a, b) => a - b);
  return `${at(ratios, 0.5)} (${at(ratios, 0)}–${at(ratios, 1)})`;
}

/** All threads of both processes, where the system can. */
function keepOn(processors, control) {
  for (const { pid } of [process, control])
    spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", processors, String(pid)]);
}

async function ask(control, wanted) {
  control.send(wanted);
  const [answer] = await once(control, "message");
  return answer;
}

async function waitInEachWay() {
  await new Promise((resolve) => process.nextTick(resolve));
  await turn();
  await sleep(1);
  await stat(folder);
}

/** Awaits a millisecond. */
async function pace() {
  const start = performance.now();
  for (let count = 0; count < 300_000; count += 1) {
    await null;
    if (count % 10_000 === 0) await turn();
  }
  return 300_000 / (performance.now() - start);
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return `median ${at(sorted, 0.5)} ms, p99 ${at(sorted, 0.99)} ms, at most ${at(sorted, 1)} ms`;
}

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(2);
}

async function memoryMb() {
  global.gc?.();
  await sleep(200);
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: (heapUsed / 2 ** 20).toFixed(1), resident: Math.round(rss / 2 ** 20) };
}
