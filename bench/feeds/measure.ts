import { cpuMsOfTree } from "../support/cpu-time.js";
import type { MeasuredProcess } from "../support/measured-process.js";
import { settleFeeds, type JobSource } from "./job-source.js";
import { worstDelayMs } from "./loop-delays.js";

/** What one round with one worker gave. */
export interface Round {
  readonly feedsPerSecond: number;
  readonly cpuMsPerFeed: number;
  /** The longest time that a loop on which feeds are parsed did not turn; NaN where no loop of Node's parses. */
  readonly worstDelayMs: number;
  readonly seconds: number;
  readonly failed: number;
}

/** Gives a ready worker `feeds` jobs and times it from the first enqueue until the last has settled. */
export async function measureRound(
  { source, worker, probes }: { source: JobSource; worker: MeasuredProcess; probes: string },
  hubUrl: string,
  feeds: number,
): Promise<Round> {
  const failedBefore = await source.failed();
  const beganAt = Date.now();
  const cpuBefore = await cpuMsOfTree(worker.pid);
  const began = performance.now();
  await settleFeeds(source, hubUrl, feeds);
  const seconds = (performance.now() - began) / 1_000;
  const cpuMs = (await cpuMsOfTree(worker.pid)) - cpuBefore;
  return {
    feedsPerSecond: feeds / seconds,
    cpuMsPerFeed: cpuMs / feeds,
    worstDelayMs: await worstDelayMs(probes, beganAt),
    seconds,
    failed: (await source.failed()) - failedBefore,
  };
}
