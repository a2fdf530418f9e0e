import { setTimeout as sleep } from "node:timers/promises";
import Table from "cli-table3";
import { formatSpread, spreadOf } from "../support/statistics.js";
import { drain, fill, hostMb, memoryMb, type Drained, type Parts } from "./measure.js";
import { standBullmq, standLoopward, type Standing } from "./standing.js";

/** A worker of one slot is slow: it is given fewer jobs. */
const JOBS_PER_SLOT = 2_000;
/** How long the runs wait that hold all slots, in ms: longer than it takes to begin ten thousand of them. */
const HELD_MS = 20_000;

/** No-op jobs a second beside BullMQ, and memory with all slots held, for each number of slots. */
export async function measureSlots(
  url: string,
  sizes: readonly number[],
  rounds: number,
  jobs: number,
): Promise<void> {
  const table = new Table({
    head: [
      "slots",
      "no-op jobs/s",
      "BullMQ, no-op jobs/s",
      "× BullMQ",
      "supervisor MB",
      "host MB",
      "Redis MB",
    ],
    style: { head: [], border: [] },
  });
  for (const slots of sizes) {
    const ours = await standLoopward(`${url}/1`, slots);
    const theirs = await standBullmq(`${url}/2`, slots);
    try {
      const count = Math.min(jobs, slots * JOBS_PER_SLOT);
      const rates: [number, number][] = [];
      // The first pays for compiling, in both alike.
      for (let round = 0; round <= rounds; round += 1) {
        const pair: [number, number] = [
          (await once(ours, count)).jobsPerSecond,
          (await once(theirs, count)).jobsPerSecond,
        ];
        if (round > 0) rates.push(pair);
      }
      const held = await holdAll(ours, slots);
      table.push([
        slots,
        formatSpread(spreadOf(rates.map(([mine]) => mine))),
        formatSpread(spreadOf(rates.map(([, its]) => its))),
        formatSpread(spreadOf(rates.map(([mine, its]) => mine / its)), 2),
        ...[held.supervisor, held.hosts, held.broker].map((mb) => mb.toFixed(0)),
      ]);
    } finally {
      await ours.stop();
      await theirs.stop();
    }
  }
  console.log(
    `\nno-op jobs, ${jobs} a round at most, ${rounds} rounds in turn; memory with all slots held by runs that wait`,
  );
  console.log(table.toString());
}

export async function once(
  standing: Standing,
  count: number,
  name = "noop",
  data: object = {},
): Promise<Drained> {
  await fill(standing, count, name, data);
  return drain(standing, count);
}

/** Memory when each slot holds a run. */
async function holdAll(standing: Standing, slots: number): Promise<Parts> {
  await fill(standing, slots, "wait", { ms: HELD_MS });
  await standing.queue.resume();
  while ((await standing.queue.getJobCountByTypes("active")) < slots) await sleep(20);
  // Active is what the supervisor holds: the hosts begin them in the same moment.
  return { ...(await memoryMb(standing)), hosts: await hostMb(standing) };
}
