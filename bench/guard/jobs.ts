/**
 * No-op jobs of each variant, with the processor time of the worker and its host and the time by the clock: printed as an object
 * of `{ operations, spentUs, tookUs }`. The workers stand together, on databases of one Redis, and take turns in short chunks:
 * how fast a machine is changes within a minute by more than what is measured.
 *
 * tsx bench/guard/jobs.ts --variants NAME,NAME… --jobs N
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { makeTempFolder } from "../../test/support/make-temp-folder.js";
import { redisServer } from "../../test/support/servers.js";
import { cpuMsOfTree } from "../support/cpu-time.js";
import { startProcess } from "../support/measured-process.js";
import { untilQuiet } from "../support/until-quiet.js";
import { untilSettled } from "../support/until-settled.js";

const WARM_UP = 8_000;
const TURN = 4_000;
const CHUNK = 2_000;

const { values } = parseArgs({
  options: {
    variants: { type: "string", default: "none" },
    jobs: { type: "string", default: "24000" },
  },
});
const jobs = Number(values.jobs);
const root = fileURLToPath(new URL("../..", import.meta.url));
const server = await redisServer();
if (!server) throw new Error("no Redis to measure with");
const reports = await makeTempFolder();
const standing: Standing[] = [];

/** A worker with its queue. */
class Standing {
  readonly variant: string;
  readonly #worker: Awaited<ReturnType<typeof startProcess>>;
  readonly #connection: Redis;
  readonly #queue: Queue;
  readonly total = { operations: 0, spentUs: 0, tookUs: 0 };
  #added = 0;

  constructor(variant: string, worker: Awaited<ReturnType<typeof startProcess>>, url: string) {
    this.variant = variant;
    this.#worker = worker;
    this.#connection = new Redis(url, { maxRetriesPerRequest: null });
    this.#queue = new Queue("default", { connection: this.#connection });
  }

  static async start(variant: string, url: string): Promise<Standing> {
    const worker = await startProcess(
      [
        path.join(root, "dist/src/cli/main.js"),
        "worker",
        ...["-A", path.join(root, "bench/guard/tasks.js"), "-P", "async", "-c", "100", "--hosts", "1"],
        ...["--placement", "off", "--broker", url, "--reports", reports],
        ...(variant === "guard" ? ["--guard=report"] : []),
      ],
      /\bready\b/,
      { BENCH_VARIANT: variant },
    );
    return new Standing(variant, worker, url);
  }

  async warmUp(): Promise<void> {
    await untilQuiet(this.#worker.pid);
    await this.#settle(WARM_UP);
  }

  async measure(count: number): Promise<void> {
    const before = await cpuMsOfTree(this.#worker.pid);
    const startMs = performance.now();
    await this.#settle(count);
    const tookMs = performance.now() - startMs;
    this.total.operations += count;
    this.total.spentUs += ((await cpuMsOfTree(this.#worker.pid)) - before) * 1_000;
    this.total.tookUs += tookMs * 1_000;
  }

  async stop(): Promise<void> {
    await this.#worker.stop();
    await this.#queue.close();
    await this.#connection.quit();
  }

  async #settle(count: number): Promise<void> {
    for (let left = count; left > 0; left -= CHUNK) {
      const chunk = Array.from({ length: Math.min(CHUNK, left) }, () => ({ name: "bench.noop", data: null }));
      await this.#queue.addBulk(chunk);
    }
    this.#added += count;
    const failed = await untilSettled(this.#queue, this.#added);
    if (failed > 0) throw new Error(`${failed} jobs failed`);
  }
}

try {
  for (const [n, variant] of values.variants.split(",").entries())
    standing.push(await Standing.start(variant, `${server.url}/${n}`));
  for (const it of standing) await it.warmUp();
  const turns = Math.ceil(jobs / TURN);
  // Back and forth, so that a machine that grows slower favours none.
  for (let turn = 0; turn < turns; turn += 1)
    for (const it of turn % 2 === 0 ? standing : standing.toReversed()) await it.measure(TURN);
  process.stdout.write(JSON.stringify(Object.fromEntries(standing.map((it) => [it.variant, it.total]))));
} finally {
  for (const it of standing) await it.stop();
  await server.stop();
  await rm(reports, { recursive: true });
}
