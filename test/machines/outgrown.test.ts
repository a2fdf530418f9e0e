import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Job } from "bullmq";
import type { Broker } from "../../src/broker/types.js";
import { openBroker } from "../broker/shipped.js";
import { makeProject } from "../cli/project.js";
import { CliLab, root } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { makeMachines, removeMachines, whyNoMachines, type Machine } from "../support/machines.js";
import { postgresServer, redisServer, type TestServer } from "../support/servers.js";

const LOCK_MS = 1_500;
/** Time for a lock to run out, to be found so twice, and for TCP to try again after a cut, each on a loaded machine. */
const WITHIN_MS = 40_000;

const ENDS = ["completed", "failed"];

const reason = await whyNoMachines();
if (reason) process.stdout.write(`SKIPPED: the suites of several machines: ${reason}\n`);

type Start = (addresses: readonly string[]) => Promise<TestServer | null>;
/** Gives what ended, and how, as often as the broker took it down: `completed 7`. */
type Ends = (url: string) => Promise<string[]>;

const brokers: [string, Start, Ends][] = [
  ["Redis", redisServer, endsInRedis],
  ["PostgreSQL", postgresServer, endsInPostgres],
];

describe.skipIf(reason)("three machines", () => {
  const lab = new CliLab();
  let machines: Machine[] = [];
  const workers = new Map<string, ChildProcess>();
  beforeAll(async () => {
    machines = await makeMachines(["north", "south", "west"]);
  });
  afterEach(async () => {
    for (const child of workers.values()) await end(child);
    workers.clear();
    for (const machine of machines) await machine.mend();
    await lab.clean();
  });
  afterAll(removeMachines);

  it.each(brokers)(
    "on one %s do all jobs once, one of them being cut off and killed",
    async (_name, start, endsIn) => {
      const server = await start(machines.map(({ gateway }) => gateway));
      if (!server) return;
      let broker: Broker | null = null;
      try {
        const cwd = lab.folder();
        makeProject(cwd, readFileSync(join(root, "test/machines/samples/tasks.js"), "utf8"));
        await Promise.all(
          machines.map(async (machine) =>
            workers.set(machine.name, await startWorker(machine, server.url, cwd)),
          ),
        );
        broker = await openBroker(server.url, { cwd: root });
        const queue = broker.queue("work");
        const journal = join(cwd, "journal");
        const lines = () =>
          readFileSync(journal, { encoding: "utf8", flag: "a+" }).split("\n").filter(Boolean);
        const by = (what: string, machine: string) =>
          lines().flatMap((line) => (line.startsWith(`${what} ${machine} `) ? [line.split(" ")[2]!] : []));
        const enqueue = (count: number) =>
          queue.addBulk(
            Array.from({ length: count }, () => ({ name: "work", data: { journal, ms: 1_200 } })),
          );
        const jobs: Job[] = await enqueue(40);
        const [north, south, west] = machines as [Machine, Machine, Machine];
        const isHeldBy = (name: string) => by("begin", name).filter((id) => !by("end", name).includes(id));

        await eventually("each of them works", () =>
          machines.every(({ name }) => by("begin", name).length > 0),
        );
        await eventually("it holds jobs", () => isHeldBy(south.name).length >= 3);
        await south.cut();
        const stranded = isHeldBy(south.name);
        const takenUp = () =>
          stranded.filter((id) => [north, west].some(({ name }) => by("end", name).includes(id)));
        await eventually(
          "the others have done what it held",
          () => takenUp().length === stranded.length,
          WITHIN_MS,
        );
        await south.mend();
        // It tells then what it has done meanwhile, and works on.
        const before = by("end", south.name).length;
        jobs.push(...(await enqueue(20)));
        await eventually(
          "it is one of them again",
          () => by("end", south.name).length > before + 1,
          WITHIN_MS,
        );
        const results = await Promise.all(stranded.map(async (id) => (await queue.getJob(id)) as Job));
        expect(results.map(({ returnvalue }) => returnvalue as string)).not.toContain(south.name);

        jobs.push(...(await enqueue(20)));
        await eventually("it holds jobs again", () => isHeldBy(south.name).length >= 3);
        await south.cut();
        await end(workers.get(south.name)!);
        const isSettled = async () => (await queue.getJobCountByTypes("completed", "failed")) === jobs.length;
        await eventually("all jobs have ended", isSettled, WITHIN_MS);
        expect((await endsIn(server.url)).sort()).toEqual(jobs.map(({ id }) => `completed ${id}`).sort());
        const kept = (await queue.getJobs(["completed"])) as Job[];
        expect(kept.map(({ attemptsMade }) => attemptsMade)).toEqual(jobs.map(() => 1));
        expect(await queue.getJobCountByTypes("waiting", "active", "delayed")).toBe(0);
      } finally {
        await broker?.close();
        for (const child of workers.values()) await end(child);
        await server.stop();
      }
    },
  );
});

/** A worker on that machine; resolves when it takes jobs. */
async function startWorker(
  { prefix, name, gateway }: Machine,
  url: string,
  cwd: string,
): Promise<ChildProcess> {
  const [command = "", ...before] = prefix;
  const worker = [process.execPath, join(root, "dist/src/cli/main.js"), "worker", "-A", "tasks.js"];
  const flags = ["-c", "5", "-n", name, "--lock-duration", String(LOCK_MS), "--shutdown-timeout", "0"];
  const broker = ["--broker", url.replace("127.0.0.1", gateway)];
  const child = spawn(command, [...before, ...worker, ...flags, ...broker], {
    ...{ cwd, env: { ...process.env, MACHINE: name }, stdio: ["ignore", "pipe", "inherit"] },
  });
  const said: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => said.push(line));
  await eventually(`the worker on ${name} is ready`, () => {
    if (child.exitCode !== null) throw new Error(`it ended:\n${said.join("\n")}`);
    return said.some((line) => line.includes("ready"));
  });
  return child;
}

/** Its hosts end by themselves. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

// Read when all is over: who follows the events of a PostgreSQL queue misses those that are committed out of their order.
async function endsInRedis(url: string): Promise<string[]> {
  const client = new Redis(url);
  const entries = await client.xrange("bull:work:events", "-", "+");
  client.disconnect();
  return entries.flatMap(([, fields]) => {
    const says = (name: string) => fields[fields.indexOf(name) + 1] ?? "";
    return ENDS.includes(says("event")) ? [`${says("event")} ${says("jobId")}`] : [];
  });
}

async function endsInPostgres(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ said: string }>(
    `SELECT event || ' ' || (data->>'jobId') AS said FROM bullmq.event WHERE queue = 'work' AND event = ANY ($1)`,
    [ENDS],
  );
  await client.end();
  return rows.map(({ said }) => said);
}
