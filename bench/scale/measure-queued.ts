import Table from "cli-table3";
import { drain, fill, memoryMb, type Parts } from "./measure.js";
import { standLoopward } from "./standing.js";

const SLOTS = 100;

/** Memory and no-op rate for each number of queued jobs, with one worker. */
export async function measureQueued(url: string, sizes: readonly number[]): Promise<void> {
  const columns = ["supervisor MB", "hosts MB", "Redis MB"];
  const table = new Table({
    head: [
      "queued",
      "no-op jobs/s",
      ...columns.map((it) => `${it}, queued`),
      ...columns.map((it) => `${it}, done`),
    ],
    style: { head: [], border: [] },
  });
  for (const queued of sizes) {
    // A worker of its own for each: memory that was needed once is not given back.
    const standing = await standLoopward(`${url}/1`, SLOTS);
    try {
      await fill(standing, queued, "noop");
      const waiting = await memoryMb(standing);
      const drained = await drain(standing, queued);
      table.push([queued, drained.jobsPerSecond.toFixed(0), ...cells(waiting), ...cells(drained.memoryMb)]);
    } finally {
      await standing.stop();
    }
  }
  console.log(`\nqueued jobs, ${SLOTS} slots, one round; hosts are one and its spare`);
  console.log(table.toString());
}

function cells({ supervisor, hosts, broker }: Parts): string[] {
  return [supervisor, hosts, broker].map((mb) => mb.toFixed(0));
}
