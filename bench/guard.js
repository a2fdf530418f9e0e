/**
 * What the guard costs, beside no guard, AsyncLocalStorage alone, blocked-at and Sentry's native stack capture:
 * `npm run bench:guard [-- WORDS OF A WORKLOAD]`. Each measurement is a process of its own; the ways of doing the same
 * work take turns, round by round.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { variants } from "./guard/variants.js";
import { workloads } from "./guard/workloads.js";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/** Which variants of a workload are compared with which. */
const comparisons = {
  "empty runs": [["guard", "storage"]],
  "20-hop runs": [
    ["storage", "none"],
    ["guard", "none"],
    ["guard", "storage"],
    ["blocked-at", "none"],
    ["sentry", "none"],
  ],
  "no-op runs in a pool": [["guard", "none"]],
  "readFileSync of 1 KB": [
    ["guard", "none"],
    ["blocked-at", "none"],
    ["sentry", "none"],
  ],
  "JSON.stringify, small": [["guard", "none"]],
  "JSON.parse, small": [["guard", "none"]],
};

if (process.argv[2] === "child") await child(...process.argv.slice(3));
else compareAll(process.argv.slice(2).join(" "));

async function child(workload, variant, folder) {
  const { enter, guard } = await variants[variant](folder);
  const measured = await workloads[workload]({ enter, guard, folder, file: join(folder, "1k") });
  process.stdout.write(String(measured));
  process.exit(0);
}

function compareAll(words) {
  const folder = mkdtempSync(join(tmpdir(), "loopward-bench-"));
  writeFileSync(join(folder, "1k"), "x".repeat(1024));
  const [cpu] = cpus();
  const load = loadavg()[0].toFixed(1);
  console.log(`${cpus().length} × ${cpu?.model.trim()}, Node ${process.version}, load ${load}`);
  console.log(`ratio of rates: median of ${ROUNDS} rounds (range), and the rate of the first\n`);
  for (const [workload, pairs] of Object.entries(comparisons))
    if (workload.includes(words)) compare(workload, pairs, folder);
  rmSync(folder, { recursive: true });
}

function compare(workload, pairs, folder) {
  const names = [...new Set(pairs.flat())];
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    // Back and forth, so that a machine that grows slower favours none.
    const order = round % 2 === 0 ? names : names.toReversed();
    return Object.fromEntries(order.map((name) => [name, measure(workload, name, folder)]));
  });
  for (const [variant, base] of pairs) {
    const ratios = rounds.map((round) => round[variant] / round[base]).sort((a, b) => a - b);
    const rates = rounds.map((round) => round[variant]).sort((a, b) => a - b);
    const range = `${ratios[0].toFixed(3)}–${ratios.at(-1).toFixed(3)}`;
    const rate = Math.round(middle(rates)).toLocaleString("en");
    console.log(
      `${workload.padEnd(22)} ${`${variant} / ${base}`.padEnd(18)} ${middle(ratios).toFixed(3)}  (${range})  ${rate}/s`,
    );
  }
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

function middle(sorted) {
  return sorted[Math.floor(sorted.length / 2)];
}
