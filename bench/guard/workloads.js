import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { clockUs, ownUs, poolTurns } from "./pool-turns.js";
import { variants } from "./variants.js";

const execute = promisify(execFile);
const PIECE_US = 3_000;
// So many turns before the first: V8 takes longer over what is wrapped.
const WARM_UP = 20;
const AT_ONCE = 100;
// The hub has so many.
const HUB_FEEDS = 5_000;

/**
 * Each makes one `variant` ready, and resolves to its turn: `turn()` works for a while, and resolves to how many operations that
 * were, how much processor time they took in µs (`spentUs`, the watchdog's included: another program on the machine does not
 * count) and how long that was by the clock (`tookUs`). `file` holds 1 KB, `hub` is the URL of the feed server.
 */
export const workloads = {
  // As in the example: fetched from a server with 140 ms of latency, parsed, a thousand in flight.
  "feed hub": ({ hub, ...rest }) =>
    poolTurns(
      {
        ...rest,
        task: "bench.feed",
        input: (n) => `${hub}/feed/${n % HUB_FEEDS}`,
        app: ["tasks.js", "feeds.ts"],
      },
      { warmUp: 1_000, runs: fewer(2_000, rest.variant), atOnce: 1_000 },
    ),

  // A run that does nothing, without a broker: handed over to a host and settled.
  "no-op runs in a pool": (given) =>
    poolTurns(
      { ...given, task: "bench.noop", input: () => null, app: ["tasks.js"] },
      { warmUp: 20_000, runs: fewer(10_000, given.variant), atOnce: AT_ONCE },
    ),

  // 20 awaits a run.
  "20-hop runs": (given) =>
    turns(given, fewer(20_000, given.variant, 0.01), (n, enter) => atOnce(n, () => enter(hops))),

  // A run that does nothing, with nothing around it: the most that the guard can cost.
  "empty runs": (given) => turns(given, 60_000, (n, enter) => atOnce(n, () => enter(async () => 1))),

  "readFileSync of 1 KB": ({ file, ...given }) =>
    turns(given, 5_000, (n, enter) => enter(() => repeat(n, () => readFileSync(file)))),

  "JSON.stringify, small"(given) {
    const value = { id: 17, name: "feeds.fetch", tags: ["a", "b"], nested: { ok: true } };
    return turns(given, 150_000, (n, enter) => enter(() => repeat(n, () => JSON.stringify(value))));
  },

  "JSON.parse, small"(given) {
    const text = '{"id":17,"name":"feeds.fetch","tags":["a","b"],"nested":{"ok":true}}';
    return turns(given, 150_000, (n, enter) => enter(() => repeat(n, () => JSON.parse(text))));
  },
};

/** Each measures all `variants` by itself: the sums of the turns of each, of the same form. */
export const whole = {
  // A job that does nothing, from Redis through BullMQ, a worker and its host, and back.
  async "no-op jobs"({ variants: names }) {
    const file = fileURLToPath(new URL("jobs.ts", import.meta.url));
    const options = ["--variants", names.join(",")];
    const { stdout } = await execute(process.execPath, ["--import", "tsx", file, ...options]);
    return JSON.parse(stdout);
  },
};

async function hops() {
  for (let hop = 0; hop < 20; hop += 1) await null;
}

function repeat(n, fn) {
  for (let left = n; left > 0; left -= 1) fn();
}

async function atOnce(n, start) {
  for (let left = n; left > 0; left -= AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, start));
}

/**
 * A turn of `work`, in short pieces: the loop turns in between, so that no stall is measured along.
 * @param count operations of a turn
 */
async function turns({ variant, folder }, count, work) {
  const { enter } = await variants[variant](folder);
  // Learns how large a piece may be while it warms up.
  let piece = AT_ONCE;
  const takePiece = async () => {
    const [start, startUs] = [ownUs(), clockUs()];
    await work(piece, enter);
    const taken = { spentUs: ownUs() - start, tookUs: clockUs() - startUs };
    await new Promise((resolve) => setImmediate(resolve));
    return taken;
  };
  for (let left = WARM_UP * count; left > 0; left -= piece)
    if ((await takePiece()).spentUs < PIECE_US / 2) piece *= 2;
  return async () => {
    const pieces = Math.max(1, Math.round(count / piece));
    const total = { operations: pieces * piece, spentUs: 0, tookUs: 0 };
    for (let left = pieces; left > 0; left -= 1) {
      const { spentUs, tookUs } = await takePiece();
      total.spentUs += spentUs;
      total.tookUs += tookUs;
    }
    return total;
  };
}

// Where every asynchronous operation is traced, as many as elsewhere would take minutes.
function fewer(count, variant, share = 0.1) {
  return variant === "blocked-at" ? count * share : count;
}
