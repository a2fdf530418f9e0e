import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "bullmq";
import { describe, expect, it } from "vitest";
import type { Cli } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";
import { eachInProject } from "./project.js";

const server = await redisServer();

/** Naps, and writes down when it begins and ends. */
const APP = `import { appendFileSync } from "node:fs";
import { defineTask } from "loopward";
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const nap = defineTask({
  name: "nap",
  queue: "naps",
  async run({ ms, file }, ctx) {
    appendFileSync(file, "begin " + ctx.id + "\\n");
    ctx.signal.addEventListener("abort", () => appendFileSync(file, "aborted " + ctx.id + "\\n"));
    await wait(ms);
    appendFileSync(file, "end " + ctx.id + "\\n");
    return { version: 1, attempt: ctx.attempt };
  },
});
`;

const here = eachInProject(server, APP, "naps");

async function start(...flags: string[]): Promise<Cli> {
  const worker = here.lab.start(
    ["worker", "-A", "tasks.js", "--broker", server!.url, "--without-spare", ...flags],
    {
      cwd: here.project,
    },
  );
  await worker.line(/"ready|ready:/);
  return worker;
}

const journalFile = () => join(here.project, "journal");
const journal = () =>
  existsSync(journalFile()) ? readFileSync(journalFile(), "utf8").split("\n").filter(Boolean) : [];
const nap = (ms: number) => here.queue.add("nap", { ms, file: journalFile() });
const stateOf = async (id: string) => (await here.queue.getJob(id))?.getState();
const begun = (count: number) =>
  eventually("the runs begin", () => journal().filter((line) => line.startsWith("begin")).length >= count);

describe.skipIf(!server)("a worker that is told to stop", () => {
  it("gives back what cannot finish within --shutdown-timeout, with no attempt charged", async () => {
    const worker = await start("--shutdown-timeout", "300ms");
    const [long, short] = [await nap(60_000), await nap(200)];
    await begun(2);
    worker.child.kill("SIGTERM");
    expect(await worker.exit()).toBe(0);
    expect(await stateOf(short.id!)).toBe("completed");
    expect(await stateOf(long.id!)).toBe("waiting");
    expect((await here.queue.getJob(long.id!))?.attemptsMade).toBe(0);
  });

  it("gives all back at once on SIGQUIT, and keeps what had settled", async () => {
    const worker = await start();
    // Some are about to settle in that moment: none may be done again.
    const jobs = await Promise.all(Array.from({ length: 80 }, (_, index) => nap(100 + index * 10)));
    await begun(80);
    worker.child.kill("SIGQUIT");
    expect(await worker.exit()).toBe(0);
    const ended = new Set(journal().flatMap((line) => /^end (\d+)$/.exec(line)?.[1] ?? []));
    for (const { id } of jobs)
      expect([id, await stateOf(id!)]).toEqual([id, ended.has(id!) ? "completed" : "waiting"]);
    expect(await here.queue.getJobCountByTypes("waiting")).toBeGreaterThan(0);
  });
});

describe.skipIf(!server)("a worker whose app changes", () => {
  const edit = () => writeFileSync(join(here.project, "tasks.js"), APP.replace("version: 1", "version: 2"));

  it("runs the new code after SIGHUP, and lets the old finish", async () => {
    const worker = await start();
    const old = await nap(2_500);
    await begun(1);
    edit();
    worker.child.kill("SIGHUP");
    await worker.line(/loaded anew/);
    const fresh = await nap(1);
    await eventually("both complete", async () => (await here.queue.getCompletedCount()) === 2);
    expect((await here.queue.getJob(fresh.id!))?.returnvalue).toEqual({ version: 2, attempt: 1 });
    expect((await here.queue.getJob(old.id!))?.returnvalue).toEqual({ version: 1, attempt: 1 });
    expect(journal().filter((line) => line === `begin ${old.id}`)).toHaveLength(1);
  });

  it("goes on with the old code where the new cannot be loaded", async () => {
    const worker = await start();
    appendFileSync(join(here.project, "tasks.js"), "export const = broken;");
    worker.child.kill("SIGHUP");
    await worker.line(/not loaded anew/);
    const job = await nap(1);
    await eventually("it completes", async () => (await stateOf(job.id!)) === "completed");
    expect((await here.queue.getJob(job.id!))?.returnvalue).toMatchObject({ version: 1 });
  });

  it("takes the jobs of a queue that came with the new code", async () => {
    const worker = await start();
    writeFileSync(
      join(here.project, "tasks.js"),
      `${APP}export const more = defineTask({ name: "more", queue: "extra", run: () => 7 });`,
    );
    worker.child.kill("SIGHUP");
    await worker.line(/loaded anew: 2 tasks/);
    const extra = new Queue("extra", { connection: { url: server!.url } });
    const job = await extra.add("more", {});
    await eventually("it completes", async () => (await extra.getJob(job.id!))?.isCompleted());
    await extra.close();
  });

  it("is loaded anew when a file changes, with --watch", async () => {
    const worker = await start("--watch");
    edit();
    await worker.line(/loading the app anew \(tasks\.js\)/);
    await worker.line(/loaded anew/);
    const job = await nap(1);
    await eventually("it completes", async () => (await stateOf(job.id!)) === "completed");
    expect((await here.queue.getJob(job.id!))?.returnvalue).toMatchObject({ version: 2 });
  });
});

describe.skipIf(!server)("the files of a worker", () => {
  it("--pidfile holds its id, keeps a second one out, and is replaced when it is stale", async () => {
    const file = join(here.project, "run/worker.pid");
    const worker = await start("--pidfile", file);
    expect(readFileSync(file, "utf8")).toBe(`${worker.child.pid}\n`);
    const second = await here.lab.run(
      ["worker", "-A", "tasks.js", "--broker", server!.url, "--pidfile", file, "-n", "second"],
      { cwd: here.project },
    );
    expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining("LOOPWARD_PID_FILE") as string });
    worker.child.kill("SIGTERM");
    await worker.exit();
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, `${worker.child.pid}\n`);
    const third = await start("--pidfile", file);
    expect(readFileSync(file, "utf8")).toBe(`${third.child.pid}\n`);
  });

  it("--logfile takes its log, and SIGHUP opens it anew", async () => {
    const file = join(here.project, "worker.log");
    const worker = here.lab.start(
      ["worker", "-A", "tasks.js", "--broker", server!.url, "--logfile", file, "-l", "INFO"],
      { cwd: here.project },
    );
    const says = (text: string) => existsSync(file) && readFileSync(file, "utf8").includes(text);
    await eventually("it is ready", () => says("ready:"));
    writeFileSync(file, "");
    worker.child.kill("SIGHUP");
    await eventually("it was loaded anew", () => says("loaded anew"));
    expect(worker.stdout).toEqual([]);
  });
});

describe.skipIf(!server)("--purge", () => {
  it("refuses where nobody can be asked", async () => {
    const { code, stderr } = await here.lab.run(
      ["worker", "-A", "tasks.js", "--broker", server!.url, "--purge"],
      {
        cwd: here.project,
      },
    );
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("--force") as string });
  });

  it("removes what waits and what is delayed before it takes any job, with --force", async () => {
    await nap(1);
    await here.queue.add("nap", { ms: 1, file: journalFile() }, { delay: 60_000 });
    const worker = await start("--purge", "--force");
    await worker.line(/purged: 2 jobs of the queue naps/);
    const job = await nap(1);
    await eventually("the new job completes", async () => (await stateOf(job.id!)) === "completed");
    expect(journal()).toEqual([`begin ${job.id}`, `end ${job.id}`]);
  });
});
