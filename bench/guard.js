/**
 * What the guard costs, beside no guard, AsyncLocalStorage alone, blocked-at and Sentry's native stack capture:
 * `npm run bench:guard [-- WORDS OF A WORKLOAD]`. Each measurement is of processes of its own; the ways of doing the same
 * work take turns, round by round (no-op jobs: within each round); `BENCH_ROUNDS=1` for a quick look.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { together, workloads } from "./guard/workloads.js";

const ROUNDS = process.env.BENCH_ROUNDS;
const OWN = ["none", "storage", "guard"];
const ALL = [...OWN, "blocked-at", "sentry"];
/** They are far enough from the others for few rounds. */
const OTHERS_ROUNDS = 3;

/** Which ways of doing a workload are measured, how often, and what is wanted of which ratio. */
const comparisons = {
  "feed hub": { variants: ALL, rounds: 5, wanted: { "guard / none": 0.99 } },
  "no-op jobs": { variants: ALL, rounds: 15, wanted: { "guard / none": 0.97 } },
  "no-op runs in a pool": { variants: OWN, rounds: 3, wanted: {} },
  "20-hop runs": { variants: ALL, rounds: 11, wanted: { "guard / storage": 0.98 } },
  "empty runs": { variants: ["storage", "guard"], rounds: 5, wanted: {} },
  "readFileSync of 1 KB": { variants: ALL, rounds: 9, wanted: { "guard / none": 0.97 } },
  "JSON.stringify, small": { variants: ["none", "guard"], rounds: 5, wanted: {} },
  "JSON.parse, small": { variants: ["none", "guard"], rounds: 5, wanted: {} },
};

if (process.argv[2] === "child") await child(...process.argv.slice(3));
else await compareAll(process.argv.slice(2).join(" "));

async function child(workload, names, folder, hub) {
  const variants = names.split(",");
  const measured = together[workload]
    ? await together[workload]({ variants })
    : { [names]: await workloads[workload]({ variant: names, folder, file: join(folder, "1k"), hub }) };
  process.stdout.write(JSON.stringify(measured));
  process.exit(0);
}

async function compareAll(words) {
  const folder = mkdtempSync(join(tmpdir(), "loopward-bench-"));
  writeFileSync(join(folder, "1k"), "x".repeat(1024));
  const hub = await startHub();
  const [cpu] = cpus();
  const load = loadavg()[0].toFixed(1);
  console.log(`${cpus().length} × ${cpu?.model.trim()}, Node ${process.version}, load ${load}`);
  console.log(
    "ratio of rates a second of processor time: median of the rounds (range), and the rate of the first\n",
  );
  try {
    for (const [workload, comparison] of Object.entries(comparisons))
      if (workload.includes(words)) compare(workload, comparison, folder, hub.url);
  } finally {
    hub.process.kill();
    rmSync(folder, { recursive: true });
  }
}

async function startHub() {
  const file = fileURLToPath(new URL("../examples/feed-hub/server.ts", import.meta.url));
  const server = spawn(process.execPath, ["--import", "tsx", file], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(server.stdout, "data");
  return { process: server, url: String(said).trim() };
}

function compare(workload, { variants: names, rounds: count, wanted }, folder, hub) {
  const rounds = Array.from({ length: Number(ROUNDS ?? count) }, (_, round) => {
    const measured = round < OTHERS_ROUNDS ? names : names.filter((name) => OWN.includes(name));
    // Back and forth, so that a machine that grows slower favours none.
    const order = round % 2 === 0 ? measured : measured.toReversed();
    if (together[workload]) return measure(workload, order, folder, hub);
    return Object.assign({}, ...order.map((name) => measure(workload, [name], folder, hub)));
  });
  for (const base of ["none", "storage"])
    for (const variant of names) {
      const pair = `${variant} / ${base}`;
      const isShown = names.includes(base) && (base === "none" ? variant !== base : variant === "guard");
      if (!isShown) continue;
      const both = rounds.filter((round) => variant in round);
      const ratios = sorted(both.map((round) => round[variant] / round[base]));
      const rate = Math.round(middle(sorted(both.map((round) => round[variant])))).toLocaleString("en");
      const least = wanted[pair];
      const verdict =
        least === undefined ? "" : `  wanted ${least}: ${middle(ratios) >= least ? "yes" : "no"}`;
      console.log(
        `${workload.padEnd(22)} ${pair.padEnd(18)} ${middle(ratios).toFixed(3)}  (${ratios[0].toFixed(3)}–${ratios.at(-1).toFixed(3)})  ${rate}/s${verdict}`,
      );
    }
}

function measure(workload, variants, folder, hub) {
  const names = variants.join(",");
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), "child", workload, names, folder, hub],
    { encoding: "utf8", env: { ...process.env, BENCH_VARIANT: names } },
  );
  if (status !== 0) throw new Error(`${workload} with ${names}: ${stderr}`);
  return JSON.parse(stdout);
}

function sorted(values) {
  return values.toSorted((a, b) => a - b);
}

function middle(values) {
  return values[Math.floor(values.length / 2)];
}
