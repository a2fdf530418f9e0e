import { FlowProducer, Queue, type ConnectionOptions } from "bullmq";
import { Redis } from "ioredis";
import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createWorker } from "../../dist/src/index.js";
import { root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { redisServer } from "../support/servers.js";
import { cases, type Case, type Outcome } from "./cases.js";
import { becomes, lookAt, ourSide, queueOf, SAMPLES, theirSide, type Became } from "./sides.js";

const server = await redisServer();
const folder = await makeTempFolder();
const samples = Object.keys(cases);
let ours: Awaited<ReturnType<typeof ourSide>>;

beforeAll(async () => {
  process.env.SAMPLE_SETTING = "heard";
  if (!server) return;
  const redis = new Redis(server.url);
  await redis.flushall();
  redis.disconnect();
  ours = await ourSide(
    server.url,
    samples.filter((sample) => !cases[sample]?.refused),
    join(folder, "reports"),
  );
});

afterAll(async () => {
  await ours?.close();
  await server?.stop();
  await rm(folder, { recursive: true });
});

describe.skipIf(!server)(
  "a processor file becomes in a Loopward worker what it becomes in BullMQ's sandbox",
  () => {
    it.each(samples)("%s", async (sample) => {
      const item = cases[sample]!;
      const mine = item.refused ? null : await runOurs(sample, item);
      const theirs = await runTheirs(sample, item);
      if (item.refused) await expect(startOurs(sample)).rejects.toMatchObject({ code: item.refused });
      if (item.differs) item.differs(theirs, mine ?? { jobs: [], output: [], reports: [] });
      else expect(mine).toEqual(theirs);
      if (item.prints) expect(theirs.output).not.toEqual([]);
    });
  },
);

async function runOurs(sample: string, item: Case): Promise<Outcome> {
  const { result, output } = await heard(() => runJobs(sample, item, ours.connection, "ours"));
  // The guard writes the last of a stall when it is over. A library that loads for long where the machine is slow is no news.
  const reports = await eventually("reports are final", async () => {
    const all = (await ours.reports(sample)).filter(({ cause }) => cause !== "load");
    const areFinal = all.every((report) => !report.ongoing || report.action === "host-killed");
    return areFinal && all.length >= (item.stalls ?? 0) ? all : null;
  });
  return { jobs: result, output: item.prints ? output.map(withoutPid) : [], reports };
}

async function runTheirs(sample: string, item: Case): Promise<Outcome> {
  const side = theirSide(server!.url, sample, item);
  try {
    const { result, output } = await heard(() => runJobs(sample, item, side.connection, "theirs"));
    return { jobs: result, output: item.prints ? output : [], reports: [] };
  } finally {
    await side.close();
  }
}

// A worker says which host wrote a line.
function withoutPid(line: string): string {
  return line.replace(/^\[\d+\] /, "");
}

/** A worker with the sample alone. */
async function startOurs(sample: string): Promise<void> {
  const app = [`${queueOf(sample)}=test/bullmq/samples/${sample}`];
  const worker = await createWorker({ app, cwd: root, broker: server!.url, reportsDir: folder });
  await worker.close();
}

async function runJobs(
  sample: string,
  item: Case,
  connection: ConnectionOptions,
  side: string,
): Promise<Became[]> {
  const queue = new Queue(queueOf(sample), { connection });
  try {
    const marker = join(folder, `${side}-${sample}`);
    const ids = await add(queue, item, item.data?.({ connection, marker }) ?? { word: "hello" });
    // One that never ends is looked at when it is at work: the other side's has ended by then.
    if (item.endless && side === "theirs") {
      await eventually("the job is at work", async () => (await queue.getActiveCount()) === 1);
      return [await lookAt(queue, ids[0]!, await queue.getJobState(ids[0]!))];
    }
    const jobs = await Promise.all(ids.map((id) => becomes(queue, id)));
    return jobs.map((job) => ({ ...job, data: { ...(job.data as object), connection: null, marker: null } }));
  } finally {
    await queue.close();
  }
}

async function add(queue: Queue, item: Case, data: object): Promise<string[]> {
  const { connection } = queue.opts;
  if (!item.children) {
    const jobs = (item.names ?? ["work"]).map((name) => ({ name, data, opts: item.opts }));
    return (await queue.addBulk(jobs)).map((job) => job.id!);
  }
  const flows = new FlowProducer({ connection });
  const children = item.children.map((child, index) => ({
    ...{ name: "child", queueName: queue.name, data: child.data as object },
    opts: { ...child.opts, jobId: `child-${index}` },
  }));
  const flow = { name: "parent", queueName: queue.name, data, opts: { jobId: "parent" }, children };
  await flows.add(flow);
  await flows.close();
  return ["parent", ...children.map((child) => child.opts.jobId)];
}

/** What this process writes meanwhile: both sides pass on what processors print. */
async function heard<T>(work: () => Promise<T>): Promise<{ result: T; output: string[] }> {
  const output: string[] = [];
  const spies = ([process.stdout, process.stderr] as const).map((stream) =>
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      output.push(...String(chunk).split("\n").filter(Boolean));
      return true;
    }),
  );
  try {
    return { result: await work(), output };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe("the table in docs/bullmq.md", () => {
  const page = readFileSync(join(root, "docs/bullmq.md"), "utf8");
  const rows = [...page.matchAll(/^\|.*\(\.\.\/test\/bullmq\/samples\/([\w.-]+)\).*\| (.+?) +\|$/gm)];

  it("has a row for every sample, every sample is run, and there are no others", () => {
    expect(rows.map(([, sample]) => sample)).toEqual(samples);
    expect(readdirSync(SAMPLES).sort()).toEqual([...samples].sort());
  });

  it.each(rows.map(([, sample, verdict]) => [sample, verdict] as const))(
    "says of %s whether it is the same",
    (sample, verdict) => {
      expect(verdict === "the same").toBe(cases[sample!]?.differs === undefined);
    },
  );
});
