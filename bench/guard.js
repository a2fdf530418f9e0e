/**
 * What the guard costs: `node bench/guard.js` (after `npm run build`).
 * Each line compares two ways of doing the same work, interleaved in one process tree; medians of the ratios.
 */
import { spawnSync } from "node:child_process";
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROUNDS = 5;

/** Each measures one rate, in operations a second, inside a child process of its own. */
const workloads = {
  // A no-op run: what a host does for a job besides the job.
  async "no-op runs"(enter) {
    return rate(400_000, async (n) => {
      for (let left = n; left > 0; left -= 100)
        await Promise.all(Array.from({ length: 100 }, () => enter(async () => 1)));
    });
  },
  // 20 awaits a run, a hundred runs at a time.
  async "20-hop runs"(enter) {
    return rate(80_000, async (n) => {
      for (let left = n; left > 0; left -= 100)
        await Promise.all(Array.from({ length: 100 }, () => enter(hops)));
    });
  },
  async "readFileSync of 1 KB"(enter, file) {
    return rate(200_000, (n) =>
      enter(() => {
        for (let left = n; left > 0; left -= 1) readFileSync(file);
      }),
    );
  },
  async "JSON.stringify of a small object"(enter) {
    const value = { id: 17, name: "feeds.fetch", tags: ["a", "b"], nested: { ok: true } };
    return rate(3_000_000, (n) =>
      enter(() => {
        for (let left = n; left > 0; left -= 1) JSON.stringify(value);
      }),
    );
  },
  async "JSON.parse of a small text"(enter) {
    const text = '{"id":17,"name":"feeds.fetch","tags":["a","b"],"nested":{"ok":true}}';
    return rate(3_000_000, (n) =>
      enter(() => {
        for (let left = n; left > 0; left -= 1) JSON.parse(text);
      }),
    );
  },
};

async function hops() {
  for (let hop = 0; hop < 20; hop += 1) await null;
}

/**
 * Operations a second of processor time, the watchdog's included: another program on the machine does not count.
 * In short pieces: the loop turns, so that no stall is measured along.
 */
async function rate(operations, work) {
  const pieces = 200;
  await work(operations / pieces);
  let spentUs = 0;
  for (let piece = 0; piece < pieces; piece += 1) {
    const start = process.cpuUsage();
    await work(operations / pieces);
    const { user, system } = process.cpuUsage(start);
    spentUs += user + system;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return (operations / spentUs) * 1e6;
}

/** How a run is entered: not at all, with AsyncLocalStorage alone, or under the guard. */
const variants = {
  none: () => async (fn) => await fn(),
  // What a host does without a guard, but knows whose code it executes.
  storage() {
    const storage = new AsyncLocalStorage();
    let runs = 0;
    return async (fn) => {
      const task = { name: "bench", runId: String((runs += 1)), queue: "default", attempt: 1 };
      try {
        return await storage.run({ task }, fn);
      } finally {
        runs += 0;
      }
    };
  },
  async guard(folder) {
    const { startGuard } = await import("../dist/runtime/guard.js");
    const file = join(folder, "reports.ndjson");
    const guard = await startGuard({
      mode: "report",
      thresholdMs: 100,
      abortAfterMs: 5_000,
      root: folder,
      sink: { file },
    });
    let runs = 0;
    return async (fn) => {
      const task = { name: "bench", runId: String((runs += 1)), queue: "default", attempt: 1 };
      try {
        return await guard.run(task, fn);
      } finally {
        guard.settled(task);
      }
    };
  },
};

async function child(workload, variant, folder) {
  const enter = await variants[variant](folder);
  process.stdout.write(String(await workloads[workload](enter, join(folder, "1k"))));
  process.exit(0);
}

function measure(workload, variant, folder) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), "child", workload, variant, folder],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${workload} with ${variant}: ${stderr}`);
  return Number(stdout);
}

function compare(workload, variant, base, folder) {
  const ratios = [];
  const rates = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Back and forth, so that a machine that grows slower favours neither.
    const order = round % 2 === 0 ? [base, variant] : [variant, base];
    const measured = Object.fromEntries(order.map((name) => [name, measure(workload, name, folder)]));
    ratios.push(measured[variant] / measured[base]);
    rates.push(measured[variant]);
  }
  ratios.sort((a, b) => a - b);
  rates.sort((a, b) => a - b);
  const middle = Math.floor(ROUNDS / 2);
  const range = `${ratios[0].toFixed(3)}–${ratios.at(-1).toFixed(3)}`;
  console.log(
    `${workload.padEnd(34)} ${`${variant} / ${base}`.padEnd(18)} ${ratios[middle].toFixed(3)}  (${range})  ${Math.round(rates[middle]).toLocaleString("en")}/s`,
  );
}

if (process.argv[2] === "child") await child(...process.argv.slice(3));
else {
  const folder = mkdtempSync(join(tmpdir(), "loopward-bench-"));
  writeFileSync(join(folder, "1k"), "x".repeat(1024));
  const [cpu] = cpus();
  console.log(
    `${cpus().length} × ${cpu?.model.trim()}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`,
  );
  console.log(`ratio of rates: median of ${ROUNDS} rounds (range), and the rate of the first\n`);
  compare("no-op runs", "guard", "none", folder);
  compare("no-op runs", "guard", "storage", folder);
  compare("20-hop runs", "guard", "none", folder);
  compare("20-hop runs", "guard", "storage", folder);
  compare("readFileSync of 1 KB", "guard", "none", folder);
  compare("JSON.stringify of a small object", "guard", "none", folder);
  compare("JSON.parse of a small text", "guard", "none", folder);
  rmSync(folder, { recursive: true });
}
