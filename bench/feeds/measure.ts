import type { Queue } from "bullmq";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuMsOfTree } from "../support/cpu-time.js";
import type { MeasuredProcess } from "../support/measured-process.js";
import { worstDelayMs } from "./loop-delays.js";

/** What one round with one worker gave. */
export interface Round {
  readonly feedsPerSecond: number;
  readonly cpuMsPerFeed: number;
  /** The longest time that a loop on which feeds are parsed did not turn. */
  readonly worstDelayMs: number;
  readonly seconds: number;
  readonly failed: number;
}

const LOOK_EVERY_MS = 10;
const CHUNK = 1_000;

/** Gives a ready worker `feeds` jobs and times it from the first enqueue until the last has settled. */
export async function measureRound(
  { queue, worker, probes }: { queue: Queue; worker: MeasuredProcess; probes: string },
  hubUrl: string,
  feeds: number,
): Promise<Round> {
  const beganAt = Date.now();
  const cpuBefore = await cpuMsOfTree(worker.pid);
  const began = performance.now();
  const failed = await settleFeeds(queue, hubUrl, feeds);
  const seconds = (performance.now() - began) / 1_000;
  const cpuMs = (await cpuMsOfTree(worker.pid)) - cpuBefore;
  return {
    feedsPerSecond: feeds / seconds,
    cpuMsPerFeed: cpuMs / feeds,
    worstDelayMs: await worstDelayMs(probes, beganAt),
    seconds,
    failed,
  };
}

/** Gives a worker `feeds` jobs and waits until the last has settled; returns how many failed. */
export async function settleFeeds(queue: Queue, hubUrl: string, feeds: number): Promise<number> {
  const before = await queue.getJobCounts("completed", "failed");
  for (let start = 0; start < feeds; start += CHUNK) {
    const count = Math.min(CHUNK, feeds - start);
    await queue.addBulk(
      Array.from({ length: count }, (_, n) => ({
        name: "feeds.fetch",
        data: { url: `${hubUrl}/feed/${start + n}` },
      })),
    );
  }
  for (;;) {
    const { completed = 0, failed = 0 } = await queue.getJobCounts("completed", "failed");
    const failedNow = failed - (before.failed ?? 0);
    if (completed - (before.completed ?? 0) + failedNow >= feeds) return failedNow;
    await sleep(LOOK_EVERY_MS);
  }
}
