import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { cpuMsOf, treeOf } from "../support/cpu-time.js";
import { memoryOfTree } from "../support/memory.js";
import type { Standing } from "./standing.js";

const LOOK_EVERY_MS = 20;
const CHUNK = 2_000;
const MB = 2 ** 20;

/** What the parts of a worker took, in CPU ms or in MB. */
export interface Parts {
  readonly supervisor: number;
  /** All hosts and spares together. */
  readonly hosts: number;
  readonly broker: number;
}

export interface Drained {
  readonly jobsPerSecond: number;
  readonly cpuMsPerJob: Parts;
  /** CPU ms a job of the bench itself, which shares the machine. */
  readonly ownCpuMsPerJob: number;
  /** At the end. */
  readonly memoryMb: Parts;
}

/** Puts so many jobs into the queue while nothing is taken from it. */
export async function fill(
  { queue }: Standing,
  count: number,
  name: string,
  data: object = {},
): Promise<void> {
  await queue.pause();
  for (let start = 0; start < count; start += CHUNK) {
    const size = Math.min(CHUNK, count - start);
    await queue.addBulk(
      Array.from({ length: size }, () => ({ name, data, opts: { removeOnComplete: true } })),
    );
  }
}

/** Lets the worker have the `count` jobs of the queue, and times it until the last has settled. */
export async function drain(standing: Standing, count: number): Promise<Drained> {
  const { queue } = standing;
  const [before, own] = [await cpuMs(standing), process.cpuUsage()];
  const began = performance.now();
  await queue.resume();
  while ((await queue.getJobCountByTypes("waiting", "active")) > 0) await sleep(LOOK_EVERY_MS);
  const seconds = (performance.now() - began) / 1_000;
  const after = await cpuMs(standing);
  const { user, system } = process.cpuUsage(own);
  const failed = await queue.getJobCountByTypes("failed");
  if (failed > 0) throw new Error(`${failed} jobs failed`);
  return {
    jobsPerSecond: count / seconds,
    cpuMsPerJob: {
      supervisor: (after.supervisor - before.supervisor) / count,
      hosts: (after.hosts - before.hosts) / count,
      broker: (after.broker - before.broker) / count,
    },
    ownCpuMsPerJob: (user + system) / 1_000 / count,
    memoryMb: await memoryMb(standing),
  };
}

/** Resident memory now, in MB. */
export async function memoryMb({ worker, redis }: Standing): Promise<Parts> {
  const [supervisor, ...hosts] = await memoryOfTree(worker.pid);
  return {
    supervisor: supervisor?.nowMb ?? NaN,
    hosts: hosts.reduce((sum, { nowMb }) => sum + nowMb, 0),
    broker: (await redisSays(redis, "used_memory_rss")) / MB,
  };
}

/** Resident memory of the largest host now, in MB: the others are spares. */
export async function hostMb({ worker }: Standing): Promise<number> {
  const [, ...hosts] = await memoryOfTree(worker.pid);
  return Math.max(...hosts.map(({ nowMb }) => nowMb));
}

async function cpuMs({ worker, redis }: Standing): Promise<Parts> {
  const [, ...hosts] = await treeOf(worker.pid);
  const [user, system] = [await redisSays(redis, "used_cpu_user"), await redisSays(redis, "used_cpu_sys")];
  const each = await Promise.all(hosts.map(cpuMsOf));
  return {
    supervisor: await cpuMsOf(worker.pid),
    hosts: each.reduce((sum, ms) => sum + ms, 0),
    broker: (user + system) * 1_000,
  };
}

async function redisSays(redis: Redis, field: string): Promise<number> {
  return Number(new RegExp(`^${field}:(\\S+)`, "m").exec(await redis.info("all"))?.[1]);
}
