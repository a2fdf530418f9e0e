import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "bullmq";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { CliLab, root, type Cli } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { redisServer } from "../support/servers.js";

const server = await redisServer();
let lab = new CliLab();
let project: string;

const APP = `import { defineTask } from "loopward";
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const nap = defineTask({ name: "nap", queue: "naps", run: (ms) => wait(ms) });
export const tidy = defineTask({ name: "tidy", queue: "naps", softTimeLimit: 100, async run(_input, ctx) {
  await new Promise((resolve) => ctx.signal.addEventListener("abort", resolve));
  return "tidied after " + ctx.signal.reason.name;
} });
export const extra = defineTask({ name: "extra", queue: "extras", pool: "processes", run: () => process.pid });
export const where = defineTask({ name: "where", queue: "naps", run: () => process.pid });
`;

beforeEach(() => {
  project = lab.folder();
  writeFileSync(join(project, "package.json"), `{"name":"shop","type":"module"}`);
  mkdirSync(join(project, "node_modules"));
  symlinkSync(root, join(project, "node_modules/loopward"));
  writeFileSync(join(project, "tasks.js"), APP);
});
afterEach(async () => {
  await lab.clean();
  lab = new CliLab();
});
afterAll(() => server?.stop());

const configure = (config: unknown) =>
  writeFileSync(join(project, "loopward.config.json"), JSON.stringify(config));

async function start(flags: string[], env: Record<string, string> = {}) {
  const worker = lab.start(["worker", ...flags], { cwd: project, env });
  const ready = JSON.parse(await worker.line(/"msg":"ready/)) as Record<string, unknown>;
  return { worker, ready };
}

const broker = () => ["--broker", server!.url];

async function outcome(name: string, data: unknown, queueName = "naps") {
  const queue = new Queue(queueName, { connection: { url: server!.url } });
  const { id } = await queue.add(name, data);
  await eventually("it ends", async () => (await queue.getJob(id!))?.finishedOn);
  const job = await queue.getJob(id!);
  await queue.close();
  return { value: job?.returnvalue as unknown, reason: job?.failedReason };
}

describe.skipIf(!server)("what a worker is told", () => {
  it("goes by the flag, then by the environment, then by the configuration", async () => {
    configure({
      broker: server!.url,
      worker: {
        app: "tasks.js",
        concurrency: 3,
        processes: 1,
        excludeQueues: ["extras"],
        name: "configured",
      },
    });
    expect((await start([])).ready).toMatchObject({ name: "configured", queues: ["naps"], slots: 4 });
    const env = { LOOPWARD_CONCURRENCY: "5", LOOPWARD_HOSTNAME: "of-the-environment" };
    expect((await start([], env)).ready).toMatchObject({ name: "of-the-environment", slots: 6 });
    expect((await start(["-c", "7", "-n", "flag"], env)).ready).toMatchObject({ name: "flag", slots: 8 });
  });

  it.each([
    ["an unknown key", { worker: { concurency: 3 } }, "concurency"],
    ["a wrong kind", { worker: { autoscale: { max: 1, min: 5 } } }, "`max` must not be below `min`"],
  ])("refuses a configuration with %s, and names it", async (_what, config, named) => {
    configure(config);
    const { code, stderr } = await lab.run(["worker", "-A", "tasks.js"], { cwd: project });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(new RegExp(`${named}[^]*LOOPWARD_BAD_SETTINGS`)) as string,
    });
  });

  it.each([
    ["no app", [], "-A"],
    ["a queue that no task has", ["-A", "tasks.js", "-X", "nope"], "LOOPWARD_UNKNOWN_QUEUE"],
    ["no queue that is left", ["-A", "tasks.js", "-X", "naps,extras"], "no queue is left"],
    ["a debugger in more than one host", ["-A", "tasks.js", "--inspect"], "-P solo"],
    ["limits that are none", ["-A", "tasks.js", "--autoscale", "2,5"], "MAX,MIN"],
    ["a time that is none", ["-A", "tasks.js", "--time-limit", "soon"], "500ms"],
  ])("is refused with %s, in a sentence that helps", async (_what, flags, helps) => {
    const { code, stderr } = await lab.run(["worker", ...flags, ...broker()], { cwd: project });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(helps) as string });
  });
});

describe.skipIf(!server)("time limits", () => {
  it("end runs whose task declares none", async () => {
    await start(["-A", "tasks.js", ...broker(), "--time-limit", "0.2"]);
    expect((await outcome("nap", 60_000)).reason).toContain("exceeded its time limit of 200 ms");
    expect((await outcome("nap", 1)).reason).toBeUndefined();
  });

  it("abort the signal at the soft one, and let the run come to its end", async () => {
    await start(["-A", "tasks.js", ...broker()]);
    expect((await outcome("tidy", null)).value).toBe("tidied after TimeLimitError");
  });
});

describe.skipIf(!server)("-P solo", () => {
  it("has one host with one slot for all tasks, in which a debugger can wait", async () => {
    const { worker, ready } = await start([
      "-A",
      "tasks.js",
      ...broker(),
      "-P",
      "solo",
      "--time-limit",
      "0.2",
      "--inspect",
      "127.0.0.1:0",
    ]);
    expect(ready.slots).toBe(1);
    const url = await debuggerOf(worker);
    const targets = (await (await fetch(`http://${url}/json/list`)).json()) as { title: string }[];
    expect(targets[0]?.title).toContain("host/main.js");
    // No limit holds while someone looks.
    expect((await outcome("nap", 600)).reason).toBeUndefined();
    expect((await outcome("extra", null, "extras")).value).toBe((await outcome("where", null)).value);
  });
});

async function debuggerOf({ stderr }: Cli): Promise<string> {
  return eventually("a host listens for a debugger", () =>
    stderr.map((line) => /ws:\/\/([^/]+)\//.exec(line)?.[1]).find(Boolean),
  );
}

describe.skipIf(!server)("--without-spare", () => {
  it("starts no host more than work", async () => {
    await start(["-A", "tasks.js", ...broker(), "--without-spare", "-X", "extras", "-n", "lean"]);
    const { stdout } = await lab.run(["inspect", "stats", "--format", "json"], { cwd: project });
    const { lean } = JSON.parse(stdout) as { lean: { pools: { name: string; hosts: unknown[] }[] } };
    expect(lean.pools.find(({ name }) => name === "async")?.hosts).toHaveLength(1);
  });
});
