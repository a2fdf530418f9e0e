/**
 * What the guard costs, beside no guard, AsyncLocalStorage alone, blocked-at and Sentry's native stack capture:
 * `npm run bench:guard [-- WORDS OF A WORKLOAD]`. Each round is of processes of its own, which stand together and take short
 * turns: how fast a machine is changes within seconds by more than what is measured. `BENCH_ROUNDS=1` for a quick look.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { whole, workloads } from "./guard/workloads.js";

const ROUNDS = process.env.BENCH_ROUNDS;
const OWN = ["none", "storage", "guard"];
/** Where the notes that a guard makes of its runs weigh most. */
const BOTH_GUARDS = [...OWN, "aborting guard"];
const OTHERS = ["blocked-at", "sentry"];
const ALL = [...OWN, ...OTHERS];
/** They are far enough from the others for few rounds, and heavy neighbours: in rounds of their own, beside no guard. */
const OTHERS_ROUNDS = 3;
// Two processors of a virtual machine may differ by a third for minutes, and a process stays mostly on one: those of a round stay
// on the same.
const CAN_STAY = spawnSync("taskset", ["-c", "0", "true"]).status === 0;

/** Which ways of doing a workload are measured, how often and in how many turns, and what is wanted of which ratio. */
const comparisons = {
  "feed hub": { variants: ALL, rounds: 5, turns: 3, wanted: { "guard / none": 0.99 } },
  "no-op jobs": { variants: ALL, rounds: 15, wanted: { "guard / none": 0.97 } },
  "no-op runs in a pool": { variants: OWN, rounds: 5, turns: 10, wanted: {} },
  "20-hop runs": {
    variants: [...BOTH_GUARDS, ...OTHERS],
    rounds: 25,
    turns: 12,
    wanted: { "guard / storage": 0.98 },
  },
  "empty runs": { variants: ["storage", "guard", "aborting guard"], rounds: 7, turns: 12, wanted: {} },
  // What the crumb takes: AsyncLocalStorage is what runs are told apart by, and is measured with the hops.
  "readFileSync of 1 KB": { variants: ALL, rounds: 15, turns: 12, wanted: { "guard / storage": 0.97 } },
  "JSON.stringify, small": { variants: ["none", "guard"], rounds: 7, turns: 12, wanted: {} },
  "JSON.parse, small": { variants: ["none", "guard"], rounds: 7, turns: 12, wanted: {} },
};

if (process.argv[2] === "child") await child(...process.argv.slice(3));
else await compareAll(process.argv.slice(2).join(" "));

/** Works a turn for each message, and answers with what it took. */
async function child(workload, variant, folder, hub) {
  const turn = await workloads[workload]({ variant, folder, file: join(folder, "1k"), hub });
  process.on("message", async () => process.send(await turn()));
  process.once("disconnect", () => process.exit());
  process.send("ready");
}

async function compareAll(words) {
  const folder = mkdtempSync(join(tmpdir(), "loopward-bench-"));
  writeFileSync(join(folder, "1k"), "x".repeat(1024));
  const hub = await startHub();
  const [cpu] = cpus();
  const load = loadavg()[0].toFixed(1);
  console.log(`${cpus().length} × ${cpu?.model.trim()}, Node ${process.version}, load ${load}`);
  console.log(
    "ratios of rates, by processor time and by the clock: medians of the rounds (ranges), and the former's median rate by the clock\n",
  );
  try {
    for (const [workload, comparison] of Object.entries(comparisons))
      if (workload.includes(words)) await compare(workload, comparison, folder, hub.url);
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

async function compare(workload, { variants: names, rounds: count, turns, wanted }, folder, hub) {
  const rounds = [];
  for (const [round, measured] of castsOf(names, Number(ROUNDS ?? count)).entries()) {
    // Back and forth, so that a machine that grows slower favours none.
    const variants = round % 2 === 0 ? measured : measured.toReversed();
    const together = whole[workload] ?? inTurns;
    rounds.push(await together({ workload, variants, turns, folder, hub, round }));
  }
  for (const base of ["none", "storage"])
    for (const variant of names) {
      const pair = `${variant} / ${base}`;
      const isShown =
        names.includes(base) && (base === "none" ? variant !== base : variant.endsWith("guard"));
      if (!isShown) continue;
      const both = rounds.filter((round) => variant in round && base in round);
      const ratiosBy = (time) =>
        sorted(both.map((round) => rateBy(time, round[variant]) / rateBy(time, round[base])));
      const rates = sorted(both.map((round) => rateBy("tookUs", round[variant])));
      const [spent, took] = ["spentUs", "tookUs"].map(ratiosBy).map((ratios) => {
        const least = wanted[pair];
        const verdict =
          least === undefined ? "" : ` wanted ${least}: ${middle(ratios) >= least ? "yes" : "no"}`;
        return `${middle(ratios).toFixed(3)} (${ratios[0].toFixed(3)}–${ratios.at(-1).toFixed(3)})${verdict}`;
      });
      const rate = Math.round(middle(rates)).toLocaleString("en");
      console.log(`${workload.padEnd(22)} ${pair.padEnd(24)} ${spent}  by the clock ${took}  ${rate}/s`);
    }
}

/** Who stands together, round by round. */
function castsOf(names, count) {
  const others = names.filter((name) => OTHERS.includes(name));
  const own = names.filter((name) => !OTHERS.includes(name));
  const withOthers = others.length > 0 ? Math.min(count, OTHERS_ROUNDS) : 0;
  return [...Array(count).fill(own), ...Array(withOthers).fill(["none", ...others])];
}

/** Operations a second of the one or the other time. */
function rateBy(time, { operations, [time]: us }) {
  return (operations / us) * 1e6;
}

/** The sums of the turns of each of the variants, a process each. */
async function inTurns({ workload, variants, turns, folder, hub, round }) {
  const standing = [];
  try {
    for (const variant of variants) {
      const [command, ...args] = [
        ...(CAN_STAY ? ["taskset", "-c", String(round % cpus().length)] : []),
        ...[process.execPath, fileURLToPath(import.meta.url)],
        ...["child", workload, variant, folder, hub],
      ];
      const worker = spawn(command, args, {
        stdio: ["inherit", "inherit", "inherit", "ipc"],
        env: { ...process.env, BENCH_VARIANT: variant },
      });
      standing.push({ variant, worker, total: { operations: 0, spentUs: 0, tookUs: 0 } });
      await answerOf(worker);
    }
    for (let turn = 0; turn < turns; turn += 1)
      for (const it of turn % 2 === 0 ? standing : standing.toReversed()) {
        it.worker.send("turn");
        const taken = await answerOf(it.worker);
        for (const what of Object.keys(it.total)) it.total[what] += taken[what];
      }
    return Object.fromEntries(standing.map(({ variant, total }) => [variant, total]));
  } finally {
    for (const { worker } of standing) worker.kill("SIGKILL");
  }
}

/** What the process says next; rejects when it ends instead. */
function answerOf(worker) {
  return new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`a measured process ended with ${code}`));
    worker.once("exit", ended);
    worker.once("message", (message) => {
      worker.off("exit", ended);
      resolve(message);
    });
  });
}

function sorted(values) {
  return values.toSorted((a, b) => a - b);
}

function middle(values) {
  return values[Math.floor(values.length / 2)];
}
