/**
 * `npm run bench:scale`: how throughput and memory grow with slots and with queued jobs, on Redis, and how far a model of what
 * a job costs is from what is measured (docs/scale.md).
 *
 * 1. No-op jobs at 1 to 10,000 slots, beside BullMQ's own worker, in turn; memory with every slot held by a run that waits.
 * 2. 10^3 to 10^5 queued jobs (10^6: --queued 1000000): memory with all of them waiting, and as they are done.
 * 3. The model: costs from one half of the rounds of no-op jobs, predictions for tasks that wait or compute.
 *
 * tsx bench/scale.ts [--only slots|queued|model] [--rounds 3] [--slots 10000] [--queued 100000] [--jobs 20000]
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { redisServer } from "../test/support/servers.js";
import { measureModel } from "./scale/measure-model.js";
import { measureQueued } from "./scale/measure-queued.js";
import { measureSlots } from "./scale/measure-slots.js";
import { describeMachine } from "./support/machine.js";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "3" },
    slots: { type: "string", default: "10000" },
    queued: { type: "string", default: "100000" },
    jobs: { type: "string", default: "20000" },
  },
});
const [rounds, slots, queued, jobs] = (["rounds", "slots", "queued", "jobs"] as const).map((name) =>
  Number(values[name]),
) as [number, number, number, number];

const server = await redisServer();
if (!server) process.exit(1);
console.log(describeMachine());
const wants = (part: string) => values.only === undefined || values.only === part;
try {
  if (wants("slots")) await measureSlots(server.url, upTo(slots, 1), rounds, jobs);
  if (wants("queued")) await measureQueued(server.url, upTo(queued, 1_000));
  if (wants("model")) await measureModel(server.url, rounds, jobs, availableParallelism());
} finally {
  await server.stop();
}

/** Powers of ten. */
function upTo(most: number, least: number): number[] {
  const all: number[] = [];
  for (let n = least; n <= most; n *= 10) all.push(n);
  return all;
}
