import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Queue, type Job } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorker, type Worker } from "../../dist/src/index.js";
import { root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";

const LOCK_DURATION_MS = 1_000;

const server = await redisServer();
const folder = mkdtempSync(join(tmpdir(), "loopward-lock-"));
let worker: Worker;
let queue: Queue;
const warnings: string[] = [];

describe.skipIf(!server)("a job whose lock is lost while its run goes on", () => {
  beforeAll(async () => {
    const nothing = () => undefined;
    worker = await createWorker({
      app: ["test/worker/samples/slow.ts"],
      cwd: root,
      broker: server!.url,
      reportsDir: join(folder, "reports"),
      lockDurationMs: LOCK_DURATION_MS,
      log: { info: nothing, debug: nothing, error: nothing, warn: (_fields, text) => warnings.push(text) },
    });
    queue = new Queue("slow", { connection: { url: server!.url } });
  });
  afterAll(async () => {
    await queue.close();
    await worker.close();
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  it("comes back to its worker, and is done once: the run ends under the new lock", async () => {
    const job = await begun({ ms: 6_000 });
    await dropLock(job);
    await takenAgain(job);
    await expectDoneOnce(job);
  });

  it("is done once, too, when the run ended before the job came back", async () => {
    const until = join(folder, "go");
    const job = await begun({ until });
    await dropLock(job);
    writeFileSync(until, "");
    await takenAgain(job);
    await expectDoneOnce(job);
  });
});

const journalOf = (job: Job) => {
  const { file } = job.data as { file: string };
  return readFileSync(file, { encoding: "utf8", flag: "a+" }).split("\n").filter(Boolean);
};

let journals = 0;

/** A job whose run has begun. */
async function begun(input: object): Promise<Job> {
  const job: Job = await queue.add("slow", { file: join(folder, `journal-${(journals += 1)}`), ...input });
  await eventually("the run begins", () => journalOf(job).includes("begin"));
  return job;
}

async function takenAgain(job: Job): Promise<void> {
  const said = `slow ${job.id} was taken again`;
  await eventually("the job is taken again", () => warnings.some((text) => text.includes(said)));
}

async function expectDoneOnce(job: Job): Promise<void> {
  const state = await eventually("the job ends", async () => {
    const now = await job.getState();
    return now === "completed" || now === "failed" ? now : null;
  });
  expect(state).toBe("completed");
  expect(journalOf(job)).toEqual(["begin", "end"]);
  expect(await Promise.resolve(queue.getJob(job.id!))).toMatchObject({
    attemptsMade: 1,
    returnvalue: { attempt: 1 },
  });
}

/** As if the broker had not heard of its worker for the lock's duration. */
async function dropLock(job: Job): Promise<void> {
  const redis = new Redis(server!.url);
  expect(await redis.del(`bull:slow:${job.id}:lock`)).toBe(1);
  redis.disconnect();
}
