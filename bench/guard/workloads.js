import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Pool } from "../../dist/src/pool/pool.js";

const PIECES = 200;
const AT_ONCE = 100;

/**
 * Each measures one rate, in operations a second of processor time (the watchdog's included: another program on the
 * machine does not count). `enter` executes a function as a run; `file` holds 1 KB.
 */
export const workloads = {
  // A run that does nothing, with nothing around it: the most that the guard can cost.
  "empty runs": ({ enter }) => rate(400_000, (n) => atOnce(n, () => enter(async () => 1))),

  // 20 awaits a run.
  "20-hop runs": ({ enter }) => rate(80_000, (n) => atOnce(n, () => enter(hops))),

  // A run that does nothing, as a pool executes it: handed over to a host and settled.
  async "no-op runs in a pool"({ guard, folder }) {
    const pool = new Pool({
      name: "async",
      hosts: 1,
      slotsPerHost: AT_ONCE,
      spares: 0,
      setup: {
        app: [fileURLToPath(new URL("tasks.js", import.meta.url))],
        root: folder,
        guard,
        recycle: { maxRuns: null, maxMemoryMb: null },
      },
      onReport() {},
      onRedelivered() {},
      onHost() {},
      onOutput() {},
    });
    await pool.start();
    let runs = 0;
    const run = (task) => {
      const runId = String((runs += 1));
      return pool.run({
        key: `q/${runId}`,
        runId,
        task,
        queue: "q",
        input: null,
        attempt: 1,
        redelivered: false,
      });
    };
    const work = (n) => atOnce(n, () => run("bench.noop"));
    const spentUs = async () => (await run("bench.spent")) + ownUs();
    await work(4_000);
    const before = await spentUs();
    await work(40_000);
    const after = await spentUs();
    await pool.close({ graceMs: 1_000 });
    return (40_000 / (after - before)) * 1e6;
  },

  "readFileSync of 1 KB": ({ enter, file }) =>
    rate(200_000, (n) =>
      enter(() => {
        for (let left = n; left > 0; left -= 1) readFileSync(file);
      }),
    ),

  async "JSON.stringify, small"({ enter }) {
    const value = { id: 17, name: "feeds.fetch", tags: ["a", "b"], nested: { ok: true } };
    return rate(3_000_000, (n) =>
      enter(() => {
        for (let left = n; left > 0; left -= 1) JSON.stringify(value);
      }),
    );
  },

  async "JSON.parse, small"({ enter }) {
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

async function atOnce(n, start) {
  for (let left = n; left > 0; left -= AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, start));
}

// In short pieces: the loop turns, so that no stall is measured along.
async function rate(operations, work) {
  for (let piece = 0; piece < PIECES / 10; piece += 1) await work(operations / PIECES);
  let spentUs = 0;
  for (let piece = 0; piece < PIECES; piece += 1) {
    const start = ownUs();
    await work(operations / PIECES);
    spentUs += ownUs() - start;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return (operations / spentUs) * 1e6;
}

function ownUs() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
