import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "bullmq";
import { describe, expect, it } from "vitest";
import type { Cli } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";
import { eachInProject } from "./project.js";

const server = await redisServer();

/** `hold` ends when its file is there; `keep` never gives back what it takes. */
const APP = `import { existsSync, watch } from "node:fs";
import { dirname } from "node:path";
import { defineTask } from "loopward";
const kept = [];
export const hold = defineTask({ name: "hold", queue: "work", run: (file) => new Promise((resolve) => {
  const watcher = watch(dirname(file), () => existsSync(file) && (watcher.close(), resolve("done")));
  if (existsSync(file)) { watcher.close(); resolve("done"); }
}) });
export const keep = defineTask({ name: "keep", queue: "work", run: (mb) => {
  kept.push(Buffer.alloc(mb * 1_048_576, 1));
  return process.pid;
} });
`;

const here = eachInProject(server, APP, "work");

async function start(url: string, ...flags: string[]): Promise<Cli> {
  const worker = here.lab.start(["worker", "-A", "tasks.js", "--broker", url, ...flags], {
    cwd: here.project,
  });
  await worker.line(/"ready|ready:/);
  return worker;
}

async function valueOf(id: string): Promise<unknown> {
  await eventually("it ends", async () => (await here.queue.getJob(id))?.finishedOn);
  return (await here.queue.getJob(id))?.returnvalue as unknown;
}

describe.skipIf(!server)("--prefetch", () => {
  it.each([
    [["-c", "2"], 2],
    [["-c", "2", "--prefetch", "3"], 5],
  ])("with %j, so many jobs are in hand: %i", async (flags, inHand) => {
    const gate = join(here.project, "gate");
    await start(server!.url, ...flags);
    const jobs = await here.queue.addBulk(Array.from({ length: 8 }, () => ({ name: "hold", data: gate })));
    await eventually("it takes what it may", async () => (await here.queue.getActiveCount()) === inHand);
    // An event of another task cannot overtake what is taken already: had it room, it would take this one, too.
    const last = await here.queue.add("hold", gate, { lifo: true });
    await eventually("the broker has it", async () => (await here.queue.getWaitingCount()) === 9 - inHand);
    expect(await here.queue.getActiveCount()).toBe(inHand);
    writeFileSync(gate, "");
    for (const { id } of [...jobs, last]) expect(await valueOf(id!)).toBe("done");
  });
});

describe.skipIf(!server)("--max-memory-per-child", () => {
  it("replaces a host that has come to hold more KiB, and keeps one that holds less", async () => {
    await start(server!.url, "--max-memory-per-child", String(400 * 1_024));
    const pidOf = async (mb: number) => valueOf((await here.queue.add("keep", mb)).id!);
    const first = await pidOf(1);
    expect(await pidOf(1)).toBe(first);
    expect(await pidOf(600)).toBe(first);
    await eventually("the host is replaced", async () => (await pidOf(1)) !== first);
  });
});

// Only a server of its own may be stopped.
describe.skipIf(!server || process.env.REDIS_URL)("a worker that stops while its broker is away", () => {
  it("exits 1, since it could not say what became of its runs", async () => {
    const own = (await redisServer())!;
    const ownQueue = new Queue("work", { connection: { url: own.url } });
    ownQueue.on("error", () => undefined);
    const worker = await start(own.url, "--shutdown-timeout", "0.2");
    try {
      await ownQueue.add("hold", join(here.project, "never"));
      await eventually("the run begins", async () => (await ownQueue.getActiveCount()) === 1);
    } finally {
      await own.stop();
    }
    worker.child.kill("SIGTERM");
    expect(await worker.exit()).toBe(1);
    expect(worker.stdout.join("\n")).toContain("the broker was away");
    expect(existsSync(join(here.project, "never"))).toBe(false);
    await ownQueue.close();
  });
});
