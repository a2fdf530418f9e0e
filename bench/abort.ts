/**
 * `npm run bench:abort`: one task that never gives the loop back among a thousand concurrent runs on the embedded broker,
 * once for each kind. How long after the abort does the worker complete a new job, and what became of the others?
 *
 * tsx bench/abort.ts [--rounds 1] [--others 999] [--only KIND]
 */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Job } from "bullmq";
import Table from "cli-table3";
import { openBroker } from "../dist/src/broker/open-broker.js";
import { createWorker, type Task } from "../dist/src/index.js";
import { makeTempFolder } from "../test/support/make-temp-folder.js";
import { describeMachine } from "./support/machine.js";
import { formatSpread, spreadOf } from "./support/statistics.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "1" },
    others: { type: "string", default: "999" },
    only: { type: "string" },
  },
});
const others = Number(values.others);
const ABORT_AFTER_MS = 2_000;
/** How long each of the others waits: they must be there when the culprit is aborted. */
const NAP_MS = 5_000;

console.log(describeMachine());
const folder = await makeTempFolder();
process.env.LOOPWARD_BROKER = `embedded:${folder}`;
const { nap, ...kinds } = await import("./abort/tasks.js");
const culprits = Object.values(kinds).filter(({ name }) => !values.only || name.includes(values.only));
const table = new Table({
  head: [
    "the culprit",
    "held the loop, ms",
    "a new job done after, ms",
    "others done",
    "redelivered",
    "charged",
    "stalled for BullMQ",
  ],
  style: { head: [], border: [] },
});
for (const culprit of culprits) {
  const rounds: Awaited<ReturnType<typeof measure>>[] = [];
  for (let round = 1; round <= Number(values.rounds); round += 1) rounds.push(await measure(culprit));
  const column = (pick: (round: (typeof rounds)[number]) => number) =>
    formatSpread(spreadOf(rounds.map(pick)));
  table.push([
    culprit.name,
    column((round) => round.heldMs),
    column((round) => round.nextJobMs),
    `${column((round) => round.completed)} of ${others}`,
    column((round) => round.redelivered),
    column((round) => round.charged),
    column((round) => round.stalled),
  ]);
}
// The embedded broker leaves the folder a moment after its last user did.
await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
console.log(`limit: ${ABORT_AFTER_MS} ms of held loop; rounds: ${values.rounds}\n${table.toString()}`);

async function measure(culprit: Task<object, unknown>) {
  let onLost: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => (onLost = resolve));
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
      warn: (_, message) => message.includes(" lost: ") && onLost(),
    },
  });
  try {
    const innocents = (await nap.enqueueMany(Array.from({ length: others }, () => ({ ms: NAP_MS })))).map(
      (run) => run.result(),
    );
    const held = (await culprit.enqueue({})).result().then(
      () => Promise.reject(new Error("the endless run completed")),
      (error: Error) => heldMs(error),
    );
    // Aborted on the spot, or with its host.
    await Promise.race([lost, held]);
    const abortedAt = performance.now();
    await (await nap.enqueue({ ms: 0 })).result();
    const nextJobMs = performance.now() - abortedAt;
    const settled = await Promise.allSettled(innocents);
    const done = settled.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
    return {
      heldMs: await held,
      nextJobMs: Math.round(nextJobMs),
      completed: done.length,
      redelivered: done.filter((value) => value.redelivered).length,
      charged: done.filter((value) => value.attempt !== 1).length,
      stalled: await countStalled(),
    };
  } finally {
    await worker.close();
  }
}

/** Jobs that BullMQ has ever counted as stalled, the culprit among them. */
async function countStalled(): Promise<number> {
  const broker = await openBroker(`embedded:${folder}`, { cwd: folder });
  try {
    const jobs = (await broker.queue("default").getJobs(["completed", "failed"])) as Job[];
    return jobs.filter((job) => job.stalledCounter > 0).length;
  } finally {
    await broker.close();
  }
}

/** How long the loop was held when the run was given up, as its error tells. */
function heldMs(error: Error): number {
  const [, ms] = /held the event loop for (\d+) ms/.exec(error.message) ?? [];
  if (error.name !== "StallError" || ms === undefined) throw error;
  return Number(ms);
}
