import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Queue, type Job, type JobsOptions } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorker, type Worker } from "../../dist/src/index.js";
import { root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { redisServer } from "../support/servers.js";

const server = await redisServer();
const folder = await makeTempFolder();
let worker: Worker;
let queue: Queue;
const warnings: string[] = [];

describe.skipIf(!server)("a worker with an adopted handler", () => {
  beforeAll(async () => {
    await mkdir(join(folder, "node_modules"));
    await symlink(root, join(folder, "node_modules/loopward"));
    await writeFile(join(folder, "package.json"), "{}");
    await writeProcessor("first");
    await writeTasks("goodbye");
    const nothing = () => undefined;
    worker = await createWorker({
      app: ["emails=emails.cjs", "tasks.mjs"],
      ...{ cwd: folder, broker: server!.url, lockDurationMs: 1_000 },
      log: { info: nothing, debug: nothing, error: nothing, warn: (_fields, text) => warnings.push(text) },
    });
    queue = new Queue("emails", { connection: { url: server!.url } });
  });
  afterAll(async () => {
    await queue?.close();
    await worker?.close();
    await server?.stop();
    await rm(folder, { recursive: true });
  });

  it("cancels its run: the handler's signal is aborted, and the job is not tried again", async () => {
    const job = await begun("waits", { attempts: 3 });
    expect(worker.cancel(job.id!)).toBe(true);
    expect(await ended(job)).toMatchObject({
      attemptsMade: 1,
      failedReason: expect.stringMatching(/cancel/) as string,
    });
    await eventually("the signal is aborted", async () =>
      (await journalOf(job)).includes("aborted: CancelledError"),
    );
  });

  it("moves a job under its new lock whose first was lost, and runs it again when it comes back", async () => {
    const job = await begun("delays itself");
    await dropLock(job);
    await eventually("the job is taken again", () =>
      warnings.some((text) => text.includes(`delays itself ${job.id} was taken again`)),
    );
    await writeFile(goOf(job), "");
    expect(await ended(job)).toMatchObject({ returnvalue: "first", attemptsMade: 1 });
    expect(await journalOf(job)).toEqual(["begin", "delayed", "begin"]);
  });

  it("runs a job again that gave itself back and ended before the broker had it", async () => {
    const job = await queue.add("is limited", { journal: join(folder, "limited") });
    expect(await ended(job)).toMatchObject({ returnvalue: "first", attemptsMade: 1 });
    expect(await journalOf(job)).toEqual(["begin", "begin"]);
  });

  it("loads its file anew, and has a new task of the queue take the jobs that are named as it", async () => {
    expect(await ended(await queue.add("welcome", {}))).toMatchObject({ returnvalue: "first" });
    expect(await ended(await queue.add("goodbye", {}))).toMatchObject({ returnvalue: "task goodbye" });
    await writeProcessor("second");
    await writeTasks("goodbye", "welcome");
    await worker.reload();
    expect(await ended(await queue.add("anything", {}))).toMatchObject({ returnvalue: "second" });
    expect(await ended(await queue.add("welcome", {}))).toMatchObject({ returnvalue: "task welcome" });
  });

  it("goes on with the file as it was when the new one cannot be loaded", async () => {
    await writeFile(join(folder, "emails.cjs"), "module.exports = 1;");
    await expect(worker.reload()).rejects.toMatchObject({ code: "LOOPWARD_NO_HANDLER" });
    expect(await ended(await queue.add("anything", {}))).toMatchObject({ returnvalue: "second" });
  });
});

/** What the jobs do is in their names; `version` is what they return. */
function writeProcessor(version: string): Promise<void> {
  return writeFile(
    join(folder, "emails.cjs"),
    `const { appendFileSync, existsSync } = require("node:fs");
    const { setTimeout: sleep } = require("node:timers/promises");
    const named = (name, message = name) => Object.assign(new Error(message), { name });
    module.exports = async (job, token, signal) => {
      const { journal, go } = job.data;
      const note = (line) => journal && appendFileSync(journal, line + "\\n");
      note("begin");
      signal.addEventListener("abort", () => note("aborted: " + signal.reason.name));
      const isFirst = job.attemptsStarted === 1;
      if (job.name === "waits") while (!signal.aborted) await sleep(10);
      if (job.name === "is limited" && isFirst) throw named("RateLimitError", "bullmq:rateLimitExceeded");
      if (job.name === "delays itself" && !existsSync(go)) {
        while (!existsSync(go)) await sleep(10);
        await job.moveToDelayed(Date.now() + 50, token);
        note("delayed");
        throw named("DelayedError");
      }
      return ${JSON.stringify(version)};
    };`,
  );
}

function writeTasks(...names: readonly string[]): Promise<void> {
  const task = (name: string) =>
    `export const ${name} = defineTask({ name: "${name}", queue: "emails", run: () => "task ${name}" });`;
  return writeFile(
    join(folder, "tasks.mjs"),
    [`import { defineTask } from "loopward";`, ...names.map(task)].join("\n"),
  );
}

const goOf = (job: Job) => (job.data as { go: string }).go;

async function journalOf(job: Job): Promise<string[]> {
  const { journal } = job.data as { journal: string };
  const text = await readFile(journal, { encoding: "utf8", flag: "a+" });
  return text.split("\n").filter(Boolean);
}

/** A job whose run has begun. */
async function begun(name: string, options?: JobsOptions): Promise<Job> {
  const journal = join(folder, `journal of ${name}`);
  const job: Job = await queue.add(name, { journal, go: `${journal}: go` }, options);
  await eventually("the run begins", async () => (await journalOf(job)).includes("begin"));
  return job;
}

async function ended(job: Job): Promise<Job> {
  await eventually(`${job.name} ends`, async () => ["completed", "failed"].includes(await job.getState()));
  return (await Promise.resolve(queue.getJob(job.id!)))!;
}

/** As if the broker had not heard of its worker for the lock's duration. */
async function dropLock(job: Job): Promise<void> {
  const redis = new Redis(server!.url);
  expect(await redis.del(`bull:emails:${job.id}:lock`)).toBe(1);
  redis.disconnect();
}
