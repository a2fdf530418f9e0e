import { fileURLToPath } from "node:url";
import { Pool } from "../../dist/src/pool/pool.js";
import { GUARD_OPTIONS } from "./variants.js";

/**
 * Runs in a pool of one host, and their processor time: the supervisor's share and the watchdog's included.
 * @param task name of the task; `input(n)` is what its nth run is given
 * @param sizes runs before anything is measured, runs of a turn, and runs at once
 */
export async function poolTurns({ task, input, app, folder, variant }, { warmUp, runs, atOnce }) {
  const pool = new Pool({
    name: "async",
    hosts: 1,
    slotsPerHost: atOnce,
    spares: 0,
    setup: {
      app: app.map((file) => fileURLToPath(new URL(file, import.meta.url))),
      root: folder,
      guard: variant === "guard" ? GUARD_OPTIONS : null,
      recycle: { maxRuns: null, maxMemoryMb: null },
    },
    onReport() {},
    onRedelivered() {},
    onHost() {},
    onOutput() {},
  });
  await pool.start();
  let count = 0;
  const run = (name, value = null) => {
    const runId = String((count += 1));
    const key = `q/${runId}`;
    return pool.run({ key, runId, task: name, queue: "q", input: value, attempt: 1, redelivered: false });
  };
  const work = async (n) => {
    let next = 0;
    const slot = async () => {
      while (next < n) await run(task, input(next++));
    };
    await Promise.all(Array.from({ length: atOnce }, slot));
  };
  const spentUs = async () => (await run("bench.spent")) + ownUs();
  await work(warmUp);
  return async () => {
    const [before, startUs] = [await spentUs(), clockUs()];
    await work(runs);
    const tookUs = clockUs() - startUs;
    return { operations: runs, spentUs: (await spentUs()) - before, tookUs };
  };
}

/** Processor time that this process has used so far, in µs. */
export function ownUs() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The clock, in µs. */
export const clockUs = () => performance.now() * 1_000;
