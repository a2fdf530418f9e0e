// Starts the guard of the built package as a host does, with records on fd 3.
import { fileURLToPath } from "node:url";
import { startGuard } from "../../../dist/runtime/guard.js";

export const guard = await startGuard({
  mode: process.env.GUARD_MODE ?? "report",
  thresholdMs: Number(process.env.GUARD_THRESHOLD ?? 100),
  abortAfterMs: Number(process.env.GUARD_ABORT_AFTER ?? 5_000),
  root: process.env.GUARD_ROOT ?? fileURLToPath(new URL(".", import.meta.url)),
  sink: { fd: 3 },
  strict: strict(),
  origin: process.env.GUARD_ORIGIN === "1",
});

/** Strict mode, where the sample is about it. */
function strict() {
  const { STRICT_ACTION, STRICT_ALLOW, STRICT_ALLOW_INSIDE } = process.env;
  const list = (text) => text?.split(",") ?? [];
  if (!process.argv[1].endsWith("strict.mjs")) return null;
  return {
    action: STRICT_ACTION ?? "report",
    allow: list(STRICT_ALLOW),
    allowInside: list(STRICT_ALLOW_INSIDE),
  };
}

/** Executes `fn` as a run of the task `name`, from a callback of the loop as a host does. */
export async function run(name, fn, { runId = `${name}-1`, onAbort } = {}) {
  const task = { name, runId, queue: "default", attempt: 1 };
  await turn();
  const guarded = guard.begin(task, onAbort);
  try {
    return await guarded.execute(async () => fn());
  } finally {
    guarded.settled();
  }
}

export const turn = () => new Promise((resolve) => setImmediate(resolve));
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Keeps the loop's thread busy with plain computation. */
export function spin(ms) {
  const end = Date.now() + ms;
  while (Date.now() < end);
}

/** Processor time that this process has used, in ms: a busy machine makes a stall longer, and no shorter. */
export function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Runs that only wait: the neighbours of a culprit. */
export async function withInnocents(count, fn) {
  let over = false;
  const innocents = Array.from({ length: count }, (_, index) =>
    run(
      "innocent",
      async () => {
        while (!over) await sleep(5);
      },
      { runId: `innocent-${index}` },
    ),
  );
  try {
    return await fn();
  } finally {
    over = true;
    await Promise.all(innocents);
  }
}
