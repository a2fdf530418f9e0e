import type { Queue } from "bullmq";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 10;

/** Waits until `count` jobs of a queue have settled in all; returns how many of them failed. */
export async function untilSettled(queue: Queue, count: number): Promise<number> {
  for (;;) {
    const { completed = 0, failed = 0 } = await queue.getJobCounts("completed", "failed");
    if (completed + failed >= count) return failed;
    await sleep(LOOK_EVERY_MS);
  }
}
