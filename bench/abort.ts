/**
 * `npm run bench:abort`: one endless loop among a thousand concurrent runs on the embedded broker. How long after the
 * abort does the worker take a new job, and what became of the others?
 *
 * tsx bench/abort.ts [--rounds 5] [--others 999]
 */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createWorker } from "../dist/src/index.js";
import { makeTempFolder } from "../test/support/make-temp-folder.js";
import type { endless as Endless, nap as Nap } from "./abort/tasks.js";
import { describeMachine } from "./support/machine.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, others: { type: "string", default: "999" } },
});
const others = Number(values.others);
const ABORT_AFTER_MS = 2_000;

console.log(describeMachine());
const folder = await makeTempFolder();
process.env.LOOPWARD_BROKER = `embedded:${folder}`;
const { nap, endless } = (await import("./abort/tasks.js")) as { nap: typeof Nap; endless: typeof Endless };
const rounds: Awaited<ReturnType<typeof measure>>[] = [];
for (let round = 1; round <= Number(values.rounds); round += 1) rounds.push(await measure());
// The embedded broker leaves the folder a moment after its last user did.
await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });

const column = (pick: (round: (typeof rounds)[number]) => number) => formatSpread(spreadOf(rounds.map(pick)));
console.log(`limit                                   ${ABORT_AFTER_MS} ms of held loop`);
console.log(`the culprit failed after                ${column((round) => round.failedMs)} ms`);
console.log(`a job sent at the abort completed after ${column((round) => round.nextJobMs)} ms`);
console.log(`others completed                        ${column((round) => round.completed)} of ${others}`);
console.log(`attempts charged to others              ${column((round) => round.charged)}`);

async function measure() {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => (onAbort = resolve));
  const quiet = () => undefined;
  const worker = await createWorker({
    app: [fileURLToPath(new URL("abort/tasks.ts", import.meta.url))],
    concurrency: 1_100,
    guard: { mode: "abort", abortAfterMs: ABORT_AFTER_MS },
    reportsDir: `${folder}/reports`,
    log: {
      info: quiet,
      debug: quiet,
      error: console.error,
      warn: (_, message) => message.includes(" lost: ") && onAbort(),
    },
  });
  try {
    const innocents = (await nap.enqueueMany(Array.from({ length: others }, () => ({ ms: 5_000 })))).map(
      (run) => run.result(),
    );
    const began = performance.now();
    const culprit = await endless.enqueue({});
    const failed = culprit.result().then(
      () => Promise.reject(new Error("the endless run completed")),
      (error: Error) => {
        if (error.name !== "StallError") throw error;
        return performance.now() - began;
      },
    );
    await aborted;
    const abortedAt = performance.now();
    await (await nap.enqueue({ ms: 0 })).result();
    const nextJobMs = performance.now() - abortedAt;
    const settled = await Promise.allSettled(innocents);
    const values = settled.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
    return {
      failedMs: Math.round(await failed),
      nextJobMs: Math.round(nextJobMs),
      completed: values.length,
      charged: values.filter((value) => value.attempt !== 1).length,
    };
  } finally {
    await worker.close();
  }
}
