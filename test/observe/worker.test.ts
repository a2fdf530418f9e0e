import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Queue } from "bullmq";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeProject } from "../cli/project.js";
import { CliLab, root, type Cli } from "../support/cli.js";
import { eventually } from "../support/eventually.js";
import { restartableRedis } from "../support/restartable.js";
import { redisServer } from "../support/servers.js";
import { hookServer } from "./hook.js";
import { opsQueries, queriesOf } from "./ops.js";
import { scrape, untilScraped } from "./scrape.js";

const redis = await redisServer();
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const APP = `import { defineTask } from "loopward";
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const nap = defineTask({ name: "nap", queue: "naps", async run({ ms }, ctx) {
  ctx.log("napping", { ms, runId: "mine" });
  await wait(ms);
  return process.pid;
} });
export const block = defineTask({ name: "block", queue: "naps", run({ ms }) {
  for (const end = Date.now() + ms; Date.now() < end;);
} });
export const broken = defineTask({ name: "broken", queue: "naps", run() { throw new RangeError("never"); } });
export const late = defineTask({ name: "late", queue: "naps", timeLimit: 50, async run() { await wait(200); return 1; } });
`;

describe.skipIf(!redis)("a worker that is observed", () => {
  const lab = new CliLab();
  const project = lab.folder();
  let url: string;
  let worker: Cli;
  let hook: Awaited<ReturnType<typeof hookServer>>;
  const queues = new Map<string, Queue>();
  const queue = (name: string) => {
    const made = queues.get(name) ?? new Queue(name, { connection: { url: redis!.url } });
    queues.set(name, made);
    return made;
  };

  beforeAll(async () => {
    makeProject(project, APP);
    writeFileSync(join(project, "mails.cjs"), "module.exports = async () => 1;\n");
    hook = await hookServer(503);
    for (const name of ["naps", "mails"]) await queue(name).obliterate({ force: true });
    const flags = ["-A", "tasks.js", "mails=mails.cjs", "--broker", redis!.url, "-c", "10", "--metrics", "0"];
    const guard = ["--guard", "report", "--alert-webhook", hook.url];
    const env = { LOOPWARD_ALERT_SECRET: SECRET };
    worker = lab.start(["worker", ...flags, ...guard], { cwd: project, env });
    url = (JSON.parse(await worker.line(/metrics at/)) as { metrics: string }).metrics;
    await worker.line(/"msg":"ready/);
  });
  afterAll(async () => {
    await lab.clean();
    for (const each of queues.values()) await each.close();
    await hook?.close();
    await redis?.stop();
  });

  const add = async (name: string, data: unknown, to = "naps") => (await queue(to).add(name, data)).id!;
  const ended = (id: string) =>
    eventually(`job ${id} ends`, async () => {
      const job = await queue("naps").getJob(id);
      return job?.finishedOn ? job : null;
    });
  const logged = () => worker.stdout.map((line) => JSON.parse(line) as Record<string, unknown>);

  it("counts runs by task and outcome, and no name that jobs invent", async () => {
    for (let count = 0; count < 3; count += 1) await add("nap", { ms: 10 });
    await add("broken", {});
    await add("late", {});
    await add("no-such-task-17", {});
    for (const id of [1, 2]) await add(`mail-${id}`, {}, "mails");
    const { values } = await untilScraped(
      url,
      "all runs are counted",
      (value) =>
        value('loopward_runs_settled_total{task="nap",outcome="completed"}') === 3 &&
        value('loopward_runs_settled_total{task="broken",outcome="failed"}') === 1 &&
        value('loopward_runs_settled_total{task="late",outcome="timed-out"}') === 1 &&
        value('loopward_runs_settled_total{task="(other)",outcome="failed"}') === 1 &&
        value('loopward_runs_settled_total{task="mails",outcome="completed"}') === 2,
    );
    expect(values.get('loopward_runs_started_total{task="nap"}')).toBe(3);
    expect(values.get('loopward_run_duration_seconds_count{task="nap"}')).toBe(3);
    expect(values.get('loopward_run_duration_seconds_sum{task="nap"}')).toBeGreaterThan(0.025);
    expect([...values.keys()].filter((series) => /mail-|no-such/.test(series))).toEqual([]);
  });

  it("says in each line about a run which run it is", async () => {
    const id = await add("nap", { ms: 1 });
    await ended(id);
    const of = (task: string, msg: RegExp) =>
      eventually(`a line ${msg} about ${task}`, () =>
        logged().find((line) => line.task === task && msg.test(String(line.msg))),
      );
    const run = { queue: "naps", attempt: 1, runId: expect.any(String) as string };
    const napping = await eventually("its own line", () =>
      logged().find((line) => line.runId === id && line.msg === "napping"),
    );
    expect(napping).toMatchObject({ ...run, task: "nap", ms: 1 });
    expect(await of("broken", /broken \d+ failed/)).toMatchObject(run);
    expect(await of("late", /a result came late/)).toMatchObject(run);
  });

  it("counts a stall with its cause and task, says whose it is, and tells the webhook once", async () => {
    for (let count = 0; count < 2; count += 1) await ended(await add("block", { ms: 400 }));
    const { values } = await untilScraped(
      url,
      "both stalls are counted",
      (value) => value('loopward_stalls_total{task="block",cause="cpu"}') === 2,
    );
    expect(values.get('loopward_stolen_seconds_total{task="block"}')).toBeGreaterThan(0.6);
    const line = logged().find(({ msg, report }) => report && String(msg).startsWith("stall: block"));
    expect(line).toMatchObject({ task: "block", queue: "naps", attempt: 1 });
    await eventually("the alert is sent", () => hook.got.some(({ status }) => status === 200));
    expect(hook.got.map(({ status }) => status)).toEqual([503, 200]);
    const { body, headers } = hook.got[1]!;
    expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toMatchObject({
      data: { task: "block", file: "tasks.js", line: 9 },
    });
  });

  it("shows how late loops turn, slots and queues", async () => {
    const host = '{pool="async",host="1",stat="max"}';
    const id = await add("nap", { ms: 3_000 });
    const { values } = await untilScraped(
      url,
      "the loop has been late, and a slot is used",
      (value) =>
        (value(`loopward_host_loop_delay_seconds${host}`) ?? 0) > 0.2 &&
        value('loopward_pool_slots{pool="async",state="used"}') === 1,
    );
    expect(values.get('loopward_pool_slots{pool="async",state="free"}')).toBe(9);
    expect(values.get("loopward_broker_up")).toBe(1);
    expect(values.get('loopward_hosts{pool="async",state="ready"}')).toBeGreaterThan(0);
    expect(values.get('loopward_queue_jobs{queue="naps",state="delayed"}')).toBe(0);
    expect(values.get('loopward_host_resident_memory_bytes{pool="async",host="1"}')).toBeGreaterThan(2e7);
    await ended(id);
  });

  it("counts a lost host and the runs that go to another", async () => {
    const first = await ended(await add("nap", { ms: 1 }));
    const id = await add("nap", { ms: 2_000 });
    await untilScraped(
      url,
      "it runs",
      (value) => value('loopward_pool_slots{pool="async",state="used"}') === 1,
    );
    process.kill(first.returnvalue as number, "SIGKILL");
    const { values } = await untilScraped(
      url,
      "the loss is counted",
      (value) =>
        value('loopward_host_losses_total{pool="async"}') === 1 &&
        value('loopward_redeliveries_total{task="nap"}') === 1,
    );
    const completed = values.get('loopward_runs_settled_total{task="nap",outcome="completed"}');
    expect(values.get('loopward_runs_started_total{task="nap"}')).toBe(completed! + 1);
    await ended(id);
  });

  it("exports what docs/observability.md lists, and all that docs/ops asks for", async () => {
    const { names } = await scrape(url);
    const page = await readFile(join(root, "docs/observability.md"), "utf8");
    const table = page.split("<!-- metrics: begin -->")[1]?.split("<!-- metrics: end -->")[0] ?? "";
    const listed = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...names].filter((name) => name.startsWith("loopward_")).sort());
    const asked = (await opsQueries()).flatMap((query) => queriesOf(query).metrics);
    expect(asked.length).toBeGreaterThan(30);
    const exported = (name: string) => names.has(name) || names.has(name.replace(/_(bucket|sum|count)$/, ""));
    expect(asked.filter((name) => !exported(name))).toEqual([]);
  });

  it("lives and is ready, until it is told to stop", async () => {
    expect([(await fetch(`${url}/health`)).status, (await fetch(`${url}/ready`)).status]).toEqual([200, 200]);
    const id = await add("nap", { ms: 4_000 });
    await untilScraped(
      url,
      "it runs",
      (value) => value('loopward_pool_slots{pool="async",state="used"}') === 1,
    );
    worker.child.kill("SIGTERM");
    const stopping = await eventually("it is not ready", async () => {
      const answer = await fetch(`${url}/ready`);
      return answer.status === 503 ? answer.json() : null;
    });
    expect(stopping).toEqual({ ready: false, reason: "stopping" });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await worker.exit()).toBe(0);
    expect((await queue("naps").getJob(id))?.finishedOn).toBeGreaterThan(0);
  });
});

const own = await restartableRedis();

describe.skipIf(!own)("readiness", () => {
  const lab = new CliLab();
  afterAll(async () => {
    await lab.clean();
    await own?.stop();
  });

  it("tells that a worker starts, and that its broker is away", async () => {
    const project = lab.folder();
    const gate = `import { existsSync } from "node:fs";\nwhile (!existsSync("gate")) await new Promise((r) => setTimeout(r, 20));\n`;
    makeProject(project, gate + APP);
    const flags = ["-A", "tasks.js", "--broker", own!.url, "--metrics", "0", "--shutdown-timeout", "0"];
    const worker = lab.start(["worker", ...flags], { cwd: project });
    const { metrics: url } = JSON.parse(await worker.line(/metrics at/)) as { metrics: string };
    const ready = async () => (await fetch(`${url}/ready`)).json() as Promise<{ reason: string | null }>;
    const until = (reason: string | null) =>
      eventually(`the reason is ${reason}`, async () => (await ready()).reason === reason);
    expect(await ready()).toEqual({ ready: false, reason: "starting" });
    expect((await scrape(url)).values.get("loopward_ready")).toBe(0);
    writeFileSync(join(project, "gate"), "");
    await until(null);
    await own!.halt();
    await until("the broker does not answer");
    const { values } = await scrape(url);
    expect([values.get("loopward_broker_up"), values.get("loopward_ready")]).toEqual([0, 0]);
    expect([...values.keys()].filter((series) => series.startsWith("loopward_queue_jobs"))).toEqual([]);
    await own!.start();
    await until(null);
  });

  it("is not for other machines unless that is said", async () => {
    const project = lab.folder();
    makeProject(project, APP);
    const flags = ["worker", "-A", "tasks.js", "--broker", own!.url, "--metrics", "0.0.0.0:0"];
    const { code, stderr } = await lab.run(flags, { cwd: project });
    expect([code, stderr]).toEqual([2, expect.stringContaining("--metrics-expose") as string]);
  });
});
