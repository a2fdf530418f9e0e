import { setTimeout as sleep } from "node:timers/promises";
import { Queue } from "bullmq";
import { Redis } from "ioredis";

const LOOK_EVERY_MS = 10;
// Each look takes time of the processors that the workers share: the last tenth alone is watched closely.
const LOOK_EARLIER_EVERY_MS = 100;
const CHUNK = 1_000;

/** Where a contender's jobs are put, and where it is seen that they have settled. */
export interface JobSource {
  /** Gives the worker a job for each of these URLs. */
  add(urls: readonly string[]): Promise<void>;
  /** How many have settled in all. */
  settled(): Promise<number>;
  /** How many of those failed. */
  failed(): Promise<number>;
  close(): Promise<void>;
}

/** The queue of a BullMQ or Loopward worker. */
export function bullSource(url: string, name: string): JobSource {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(name, { connection });
  return {
    async add(urls) {
      await queue.addBulk(urls.map((feed) => ({ name: "feeds.fetch", data: { url: feed } })));
    },
    settled: () => queue.getJobCountByTypes("completed", "failed"),
    failed: () => queue.getJobCountByTypes("failed"),
    async close() {
      await queue.close();
      await connection.quit();
    },
  };
}

/** Plain Node processes: see plain-node.ts. */
export function plainSource(url: string): JobSource {
  const counts = async () => (await (await fetch(url)).json()) as { settled: number; failed: number };
  return {
    async add(urls) {
      await fetch(url, { method: "POST", body: JSON.stringify(urls) });
    },
    settled: async () => (await counts()).settled,
    failed: async () => (await counts()).failed,
    close: () => Promise.resolve(),
  };
}

/** Gives a worker `feeds` jobs and waits until the last has settled. */
export async function settleFeeds(source: JobSource, hubUrl: string, feeds: number): Promise<void> {
  const before = await source.settled();
  for (let start = 0; start < feeds; start += CHUNK) {
    const count = Math.min(CHUNK, feeds - start);
    await source.add(Array.from({ length: count }, (_, n) => `${hubUrl}/feed/${start + n}`));
  }
  for (let done = 0; done < feeds; done = (await source.settled()) - before)
    await sleep(done < 0.9 * feeds ? LOOK_EARLIER_EVERY_MS : LOOK_EVERY_MS);
}
