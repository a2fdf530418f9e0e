import { Queue, QueueEvents } from "bullmq";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createWorker, type Worker, type WorkerOptions } from "../../dist/src/index.js";
import { readPlacements } from "../../src/placement/placement-file.js";
import { readReports } from "../../src/reports/read.js";
import { eventually } from "../support/eventually.js";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { redisServer } from "../support/servers.js";
import { root } from "../support/cli.js";

const FILE = "test/worker/samples/adopted/mails.cjs";

const server = await redisServer();
const connection = { url: server?.url ?? "" };
let worker: Worker | null = null;
let folder = "";
let queue: Queue;
let events: QueueEvents;

beforeAll(async () => {
  folder = await makeTempFolder();
  if (!server) return;
  queue = new Queue("mails", { connection });
  events = new QueueEvents("mails", { connection });
  await events.waitUntilReady();
});

afterEach(async () => {
  await worker?.close({ graceMs: 0 });
  worker = null;
});

afterAll(async () => {
  await events?.close();
  await queue?.close();
  await server?.stop();
  await rm(folder, { recursive: true });
});

async function start(options: Partial<WorkerOptions> = {}): Promise<void> {
  worker = await createWorker({
    app: [`mails=${FILE}`],
    ...{ cwd: root, broker: connection.url, reportsDir: join(folder, "reports") },
    ...options,
  });
}

/** The outcome of a job: its value, or the error it failed with. */
async function outcomeOf(name: string, data: object = {}): Promise<unknown> {
  const job = await queue.add(name, data);
  return job.waitUntilFinished(events).catch((error: Error) => error);
}

function lineOf(text: string): number {
  const lines = readFileSync(join(root, FILE), "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe.skipIf(!server)("an adopted handler under a guard", () => {
  it("is blamed for its stalls under the job's name, at the line", async () => {
    await start({ guard: { mode: "report" } });
    // A stall that the machine's load explains is nobody's: as many as it takes.
    const [report] = await eventually("a report names the job", async () => {
      expect(await outcomeOf("block", { ms: 400 })).toBe("blocked");
      const { reports } = await readReports(join(folder, "reports"));
      const final = reports.filter(({ task, ongoing }) => task && !ongoing);
      return final.length > 0 ? final : null;
    });
    expect(report).toMatchObject({
      cause: "cpu",
      task: { name: "block", queue: "mails" },
      blame: { file: FILE, line: lineOf("Date.now() < end;"), function: "block" },
    });
  });

  it.each([
    ["where they are", "in-place", false],
    ["on another host", "kill", true],
  ] as const)(
    "is given up where it loops for ever, and its neighbours complete %s",
    async (_where, abort, redelivered) => {
      await start({ guard: { mode: "abort", abort, abortAfterMs: 500 } });
      const naps = Array.from({ length: 20 }, () => outcomeOf("nap", { ms: 1_500 }));
      await eventually("the neighbours run", async () => (await queue.getActiveCount()) === 20);
      const failed = await outcomeOf("loop");
      expect(failed).toMatchObject({
        message: expect.stringContaining(`"loop" held the event loop`) as string,
      });
      expect((failed as Error).message).toContain(`${FILE}:${lineOf("for (;;);")}`);
      expect(await Promise.all(naps)).toEqual(Array.from({ length: 20 }, () => ({ redelivered })));
      // For the broker nothing happened: no lock was lost.
      const settled = await queue.getJobs(["completed", "failed"]);
      expect(settled.filter((job) => job.stalledCounter > 0)).toEqual([]);
    },
  );

  it("is not handed over where its run gave the job back before the host was lost: the job comes again", async () => {
    const file = join(folder, "starts");
    await start({ guard: { mode: "abort" } });
    expect(await outcomeOf("move and die", { file })).toEqual({ redelivered: false });
    expect(readFileSync(file, "utf8")).toBe("start 1\nstart 2\n");
  });

  it("keeps to the worker's time limit, and hears of it by its signal", async () => {
    const file = join(folder, "heard");
    await start({ timeLimitMs: 200 });
    expect(await outcomeOf("late", { file })).toMatchObject({
      message: expect.stringContaining(`"late" exceeded its time limit of 200 ms`) as string,
    });
    expect(readFileSync(file, "utf8")).toBe("TimeLimitError");
  });

  it("leaves the jobs of a task of the same queue to it", async () => {
    await start({ app: [`mails=${FILE}`, "test/worker/samples/adopted/tasks.ts"] });
    expect(worker?.queues).toEqual(["mails"]);
    expect(await Promise.all([outcomeOf("welcome"), outcomeOf("goodbye")])).toEqual([
      "a task of the same queue",
      "adopted: goodbye",
    ]);
  });

  it("is placed by what its jobs of one name do, and the others stay", async () => {
    const project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), "{}");
    cpSync(join(root, FILE), join(project, "mails.cjs"));
    await start({
      ...{ app: ["mails=mails.cjs"], cwd: project, reportsDir: join(project, "reports") },
      ...{ guard: { mode: "report" }, processes: 1 },
    });
    await outcomeOf("goodbye");
    // A stall that the machine's load explains proves nothing: as many as it takes.
    const placements = await eventually("the placement is written", async () => {
      await outcomeOf("block", { ms: 400 });
      const all = await readPlacements(join(project, ".loopward"));
      return all.some(({ because }) => because === "evidence") ? all : null;
    });
    expect(placements.filter(({ pool }) => pool === "processes")).toMatchObject([{ task: "mails/block" }]);
  });

  it.each([
    ["two files for one queue", ["mails=a.cjs", "mails=b.cjs"], "LOOPWARD_BAD_OPTION"],
    ["a queue without a name", ["=a.cjs"], "LOOPWARD_BAD_OPTION"],
    ["a queue without a file", ["mails="], "LOOPWARD_BAD_OPTION"],
    ["a queue with a colon", ["mails:eu=a.cjs"], "LOOPWARD_BAD_OPTION"],
    ["a file that is not there", ["mails=no/such.cjs"], "LOOPWARD_APP_UNREADABLE"],
    ["a processor file without its queue", [FILE], "LOOPWARD_NO_TASKS"],
    [
      "a task of the queue's name",
      ["test/worker/samples/adopted/tasks.ts", `welcome=${FILE}`],
      "LOOPWARD_DUPLICATE_TASK",
    ],
  ])("is refused: %s", async (_what, app, code) => {
    await expect(start({ app })).rejects.toMatchObject({ code });
  });
});
