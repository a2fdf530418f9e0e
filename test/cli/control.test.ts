import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Cli } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";
import { eachInProject, makeProject } from "./project.js";

const server = await redisServer();

const APP = `import { defineTask } from "loopward";
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const nap = defineTask({ name: "nap", queue: "naps", attempts: 3, async run({ ms }, ctx) {
  ctx.signal.addEventListener("abort", () => console.log("aborted by " + ctx.signal.reason.name));
  await wait(ms);
} });
export const spin = defineTask({ name: "spin", queue: "naps", attempts: 3, async run() { await wait(1); for (;;); } });
`;

const here = eachInProject(server, APP, "naps");

async function start(flags: string[], cwd = here.project): Promise<Cli> {
  const worker = here.lab.start(
    ["worker", "-A", "tasks.js", "--broker", server!.url, "--without-spare", ...flags],
    { cwd },
  );
  await worker.line(/"ready|ready:/);
  return worker;
}

const cli = (...args: string[]) => here.lab.run(args, { cwd: here.project });
async function asked(...args: string[]) {
  const { code, stdout } = await cli(...args, "--format", "json");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}
const nap = (ms: number) => here.queue.add("nap", { ms }, { attempts: 3 });
const controlFolder = () => join(here.project, ".loopward/control");
const active = async () => (await asked("inspect", "active", "-d", "one")).one as { id: string }[];
const slots = async () => ((await asked("inspect", "stats", "-d", "one")).one as { slots: number }).slots;

describe.skipIf(!server)("inspect", () => {
  it("asks all workers of a project, or those that are named", async () => {
    const one = await start(["-n", "one"]);
    const two = await start(["-n", "two@%h"]);
    const pings = Object.values(await asked("inspect", "ping"));
    expect(pings).toMatchObject([
      { name: "one", pid: one.child.pid, state: "ready" },
      { name: expect.stringMatching(/^two@./) as string, pid: two.child.pid },
    ]);
    expect(Object.keys(await asked("inspect", "ping", "-d", "one"))).toEqual(["one"]);
    expect(Object.values(await asked("inspect", "registered", "-d", "two"))).toMatchObject([
      [{ name: "nap", queue: "naps", attempts: 3 }, { name: "spin" }],
    ]);
  });

  it("gives workers that were given no name one each", async () => {
    await start([]);
    await start([]);
    expect(Object.keys(await asked("inspect", "ping"))).toEqual([
      expect.stringMatching(/^worker-2@/),
      expect.stringMatching(/^worker@/),
    ]);
  });

  it("tells the runs in hand, and what the worker has", async () => {
    await start(["-n", "one", "-c", "2"]);
    const jobs = await Promise.all([nap(60_000), nap(60_000), nap(60_000)]);
    await eventually("two run", async () => (await active()).length === 2);
    expect(await active()).toMatchObject([{ id: jobs[0].id, task: "nap", attempt: 1, pool: "async" }, {}]);
    expect((await asked("inspect", "stats")).one).toMatchObject({
      queues: ["naps"],
      slots: 2,
      runs: { active: 2, completed: 0, failed: 0 },
      pools: [{ name: "async", slots: 2, waiting: 0 }],
    });
    expect((await cli("inspect", "active")).stdout).toMatch(/one: 2 runs in hand\n {2}naps\/\d+ {2}nap/);
  });

  it("exits with 2 where no worker answers, or none of the name", async () => {
    expect(await cli("inspect", "ping")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("LOOPWARD_NO_WORKER") as string,
    });
    await start(["-n", "one"]);
    expect(await cli("inspect", "ping", "-d", "three")).toMatchObject({ code: 2 });
  });

  it("does not find a worker that is told not to listen", async () => {
    await start(["--without-control"]);
    expect((await cli("inspect", "ping")).code).toBe(2);
  });
});

describe.skipIf(!server)("control", () => {
  it("cancels a run: its signal is aborted, and it fails for good", async () => {
    const worker = await start(["-n", "one"]);
    const job = await nap(60_000);
    await eventually("it runs", async () => (await active()).length === 1);
    expect(await cli("control", "cancel", job.id!)).toMatchObject({
      code: 0,
      stdout: `one: cancelled ${job.id}`,
    });
    await worker.line(/aborted by CancelledError/);
    await eventually("it fails", async () => (await here.queue.getJob(job.id!))?.isFailed());
    expect(await Promise.resolve(here.queue.getJob(job.id!))).toMatchObject({
      attemptsMade: 1,
      failedReason: expect.stringContaining("was cancelled") as string,
    });
    expect((await cli("control", "cancel", job.id!)).code).toBe(1);
  });

  it("cancels a run that holds its loop: its host is killed, and a neighbour goes on", async () => {
    await start(["-n", "one", "--guard"]);
    const neighbour = await nap(4_000);
    const job = await here.queue.add("spin", {}, { attempts: 3 });
    await eventually("both run", async () => (await active()).length === 2);
    expect((await cli("control", "cancel", `naps/${job.id}`)).code).toBe(0);
    await eventually("it fails", async () => (await here.queue.getJob(job.id!))?.isFailed());
    expect((await here.queue.getJob(job.id!))?.failedReason).toContain("was cancelled");
    await eventually("its neighbour completes", async () =>
      (await here.queue.getJob(neighbour.id!))?.isCompleted(),
    );
  });

  it("adds slots and takes them away, and those that are full go on", async () => {
    await start(["-n", "one", "-c", "1"]);
    await Promise.all([nap(60_000), nap(60_000), nap(60_000)]);
    await eventually("one runs", async () => (await active()).length === 1);
    expect((await cli("control", "pool-grow", "2")).stdout).toBe("one: 3 slots");
    await eventually("all run", async () => (await active()).length === 3);
    expect((await cli("control", "pool-shrink", "9")).stdout).toBe("one: 1 slots");
    expect(await active()).toHaveLength(3);
  });

  it("starts and ends hosts of the process pool", async () => {
    await start(["-n", "one", "-P", "processes", "-c", "1"]);
    await Promise.all([nap(60_000), nap(60_000)]);
    expect((await cli("control", "pool-grow")).stdout).toBe("one: 2 slots");
    await eventually("both run", async () => {
      const stats = (await asked("inspect", "stats")).one as { pools: { hosts: { runs: number }[] }[] };
      return stats.pools[0]?.hosts.filter(({ runs }) => runs === 1).length === 2;
    });
  });

  it("stops a worker, which exits with 0 and leaves no socket", async () => {
    const worker = await start(["-n", "one"]);
    expect(await cli("control", "shutdown")).toMatchObject({ code: 0, stdout: "one: stops, warm" });
    expect(await worker.exit()).toBe(0);
    expect(readdirSync(controlFolder())).toEqual([]);
  });

  it("gives the runs of a worker back when it is stopped cold", async () => {
    const worker = await start(["-n", "one"]);
    const job = await nap(60_000);
    await eventually("it runs", async () => (await active()).length === 1);
    await cli("control", "shutdown", "--cold");
    expect(await worker.exit()).toBe(0);
    expect(await (await here.queue.getJob(job.id!))?.getState()).toBe("waiting");
  });
});

describe.skipIf(!server)("--autoscale", () => {
  it("gives the pool as many slots as there is work for, and no more than it may", async () => {
    await start(["-n", "one", "--autoscale", "5,2"]);
    expect(await slots()).toBe(2);
    await Promise.all(Array.from({ length: 9 }, () => nap(60_000)));
    await eventually("it grew", async () => (await slots()) === 5);
    await eventually("five run", async () => (await active()).length === 5);
  });
});

describe.skipIf(!server)("a worker's socket", () => {
  it("is for its user alone", async () => {
    await start(["-n", "one"]);
    expect(statSync(controlFolder()).mode & 0o777).toBe(0o700);
    const [socket = ""] = readdirSync(controlFolder());
    expect(statSync(join(controlFolder(), socket)).mode & 0o777).toBe(0o600);
  });

  it("keeps a second worker of the same name out, and heals when its worker was killed", async () => {
    const worker = await start(["-n", "one"]);
    const again = ["worker", "-A", "tasks.js", "--broker", server!.url, "-n", "one"];
    expect(await cli(...again)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        new RegExp(`process ${worker.child.pid}.*LOOPWARD_WORKER_NAME`),
      ) as string,
    });
    worker.child.kill("SIGKILL");
    await worker.exit();
    expect((await cli("inspect", "ping")).code).toBe(2);
    await start(["-n", "one"]);
    expect(Object.keys(await asked("inspect", "ping"))).toEqual(["one"]);
  });

  it("replaces a socket of a dead worker that nobody asked since", async () => {
    const worker = await start(["-n", "one"]);
    worker.child.kill("SIGKILL");
    await worker.exit();
    await start(["-n", "one"]);
  });

  it("works in a folder whose path is too long for a socket", async () => {
    const deep = join(here.lab.folder(), "a".repeat(60), "b".repeat(60));
    mkdirSync(deep, { recursive: true });
    makeProject(deep, APP);
    await start(["-n", "one"], deep);
    const { code, stdout } = await here.lab.run(["inspect", "ping"], { cwd: deep });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^one: ready/) as string });
  });
});
