/**
 * `npm run bench:observe`: what a run that does nothing costs in processor time, supervisor and host together, with and
 * without metrics, and with metrics that are scraped all the while. The three take turns in one process: what the machine
 * does meanwhile meets all of them alike.
 */
import { fileURLToPath } from "node:url";
import { channels } from "../dist/runtime/channels.js";
import { Pool } from "../dist/src/pool/pool.js";
import type { RunOrder } from "../dist/src/pool/protocol.js";
import { WorkerMetrics } from "../dist/src/observe/metrics/worker-metrics.js";
import { describeMachine } from "./support/machine.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

const RUNS = 20_000;
const AT_ONCE = 100;
const ROUNDS = 9;
const SCRAPE_EVERY_MS = 100;

async function startPool(vitals: boolean): Promise<Pool> {
  const pool = new Pool({
    ...{ name: "async", hosts: 1, slotsPerHost: AT_ONCE, spares: 0 },
    setup: {
      app: [fileURLToPath(new URL("guard/tasks.js", import.meta.url))],
      root: fileURLToPath(new URL("..", import.meta.url)),
      guard: null,
      recycle: { maxRuns: null, maxMemoryMb: null },
      vitals,
    },
    onReport: () => undefined,
    onRedelivered: () => undefined,
    onHost: () => undefined,
    onOutput: () => undefined,
  });
  await pool.start();
  return pool;
}

let count = 0;
function run(pool: Pool, task: string): Promise<unknown> {
  const runId = String((count += 1));
  const order = { key: `q/${runId}`, runId, task, queue: "q", input: null, attempt: 1, redelivered: false };
  return pool.run(order satisfies RunOrder);
}

/** Processor time of `RUNS` runs, in µs a run. */
async function costOf(pool: Pool): Promise<number> {
  const before = await spentUs(pool);
  for (let left = RUNS; left > 0; left -= AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, () => run(pool, "bench.noop")));
  return ((await spentUs(pool)) - before) / RUNS;
}

async function spentUs(pool: Pool): Promise<number> {
  const { user, system } = process.cpuUsage();
  return user + system + ((await run(pool, "bench.spent")) as number);
}

async function withMetrics<T>(scraped: boolean, work: () => Promise<T>): Promise<T> {
  const metrics = new WorkerMetrics();
  // The pool has started before: that it tells its tasks was not heard.
  const tasks = ["bench.noop", "bench.spent"];
  channels["loopward:host:start"].publish({ pool: "async", pid: process.pid, tasks });
  const scrape = () => void metrics.text({ worker: null, isStopping: false });
  const timer = scraped ? setInterval(scrape, SCRAPE_EVERY_MS) : undefined;
  try {
    return await work();
  } finally {
    clearInterval(timer);
    metrics.stop();
  }
}

const [plain, telling] = [await startPool(false), await startPool(true)];
const variants: Readonly<Record<string, () => Promise<number>>> = {
  "nobody listens": () => costOf(plain),
  "--metrics": () => withMetrics(false, () => costOf(telling)),
  [`--metrics, scraped every ${SCRAPE_EVERY_MS} ms`]: () => withMetrics(true, () => costOf(telling)),
};
const costs = new Map<string, number[]>();
for (let round = 0; round <= ROUNDS; round += 1)
  for (const [name, measure] of Object.entries(variants)) {
    const cost = await measure();
    // The first round warms up.
    if (round > 0) costs.set(name, [...(costs.get(name) ?? []), cost]);
  }
await Promise.all([plain, telling].map((pool) => pool.close({ graceMs: 1_000 })));

console.log(describeMachine());
for (const [name, values] of costs)
  console.log(`${name.padEnd(34)} ${formatSpread(spreadOf(values), 2)} µs of processor time a run`);
