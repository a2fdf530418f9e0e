import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBroker } from "../../dist/src/broker/open-broker.js";
import type { Report } from "../../src/findings/report.js";
import { CliLab, root } from "../support/cli.js";

const APP = "test/cli/samples/tasks.ts";
let lab = new CliLab();

/** Held open for all tests here: PostgreSQL is made and started once. */
const home = new CliLab();
const broker = `embedded:${home.folder()}`;
let held: Awaited<ReturnType<typeof openBroker>>;
beforeAll(async () => {
  held = await openBroker(broker, { cwd: root });
});
afterAll(async () => {
  await held.close();
  await home.clean();
});

afterEach(async () => {
  await lab.clean();
  lab = new CliLab();
});

async function startWorker(...flags: string[]) {
  const reports = lab.folder();
  const args = ["worker", "-A", APP, "--broker", broker, "--reports", reports, "--without-spare", ...flags];
  const worker = lab.start(args);
  await worker.line(/ready/);
  const send = async (...args: string[]) => {
    const { lines } = await lab.run([
      "send",
      ...args,
      "-A",
      APP,
      "--broker",
      broker,
      "--wait",
      "--format",
      "json",
    ]);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  const listReports = async () => {
    const { stdout } = await lab.run(["reports", "list", "--format", "json", "--reports", reports]);
    return JSON.parse(stdout) as Report[];
  };
  return { worker, reports, send, listReports };
}

describe("loopward worker", () => {
  it("announces its tasks where `send` finds them without -A", async () => {
    await startWorker();
    const { code, stdout } = await lab.run([
      "send",
      "sums.add",
      '{"a":1,"b":1}',
      "--broker",
      broker,
      "--wait",
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('{"sum":2}') as string });
    expect(readFileSync(join(root, ".loopward/tasks.json"), "utf8")).toContain("sums.add");
  });

  it("takes only the queues it is told to", async () => {
    const { worker } = await startWorker("-Q", "sums");
    expect(worker.stdout.find((line) => line.includes("ready"))).toContain("queues sums,");
  });

  it("finishes the runs in flight when it is told to stop, and exits with 0", async () => {
    const { worker, send } = await startWorker();
    const sending = send("naps.nap", '{"ms":1500}');
    await worker.line(/napping/);
    worker.child.kill("SIGTERM");
    expect(await worker.exit()).toBe(0);
    expect(await sending).toMatchObject([{ status: "completed", value: { attempt: 1, redelivered: false } }]);
  });

  it("puts the runs in flight back into the queue when it is told twice, with no attempt charged", async () => {
    const { worker, send } = await startWorker();
    const sending = send("naps.nap", '{"ms":3000}');
    await worker.line(/napping/);
    worker.child.kill("SIGTERM");
    await worker.line(/stopping: /);
    worker.child.kill("SIGTERM");
    expect(await worker.exit()).toBe(0);
    const next = lab.start(["worker", "-A", APP, "--broker", broker, "--without-spare"]);
    await next.line(/napping/);
    expect(await sending).toMatchObject([{ status: "completed", attempts: 1, value: { attempt: 1 } }]);
  });

  it.each([
    ["a missing file", ["-A", "no/such/tasks.ts"], "LOOPWARD_APP_UNREADABLE"],
    ["a file with a syntax error", ["-A", "test/cli/samples/syntax-error.js"], "LOOPWARD_APP_UNREADABLE"],
    ["a file without tasks", ["-A", "test/cli/samples/no-tasks.ts"], "LOOPWARD_NO_TASKS"],
    ["an unknown queue", ["-A", APP, "-Q", "nope"], "LOOPWARD_UNKNOWN_QUEUE"],
    ["an unreachable broker", ["-A", APP, "--broker", "redis://127.0.0.1:1"], "LOOPWARD_BROKER_UNREACHABLE"],
    ["a URL that is no broker", ["-A", APP, "--broker", "http://127.0.0.1"], "LOOPWARD_BROKER_URL"],
  ])("refuses %s in one sentence, with its code and exit 2", async (_what, flags, errorCode) => {
    const { code, stderr } = await lab.run(["worker", "--broker", broker, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(`[${errorCode}]`);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("explains itself with --help and examples", async () => {
    const { code, stdout } = await lab.run(["worker", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Examples:");
  });
});

describe("a guarded worker", () => {
  it("reports a native stall at the line of the call, and lets the run complete", async () => {
    const { send, listReports } = await startWorker("--guard");
    expect(await send("shell")).toMatchObject([{ status: "completed" }]);
    const reports = (await listReports()).filter((report) => report.task);
    expect(reports).toMatchObject([
      {
        cause: "sync-call",
        ongoing: false,
        action: "reported",
        task: { name: "shell", queue: "default", attempt: 1 },
        blame: { file: APP, line: lineOf('execSync("sleep'), api: "child_process.execSync" },
      },
    ]);
  });

  it("reports a blocking call, however short, in strict mode", async () => {
    const { send, listReports } = await startWorker("--guard-strict");
    expect(await send("manifest")).toMatchObject([{ status: "completed", value: true }]);
    const calls = (await listReports()).filter(({ kind }) => kind === "blocking-call");
    expect(calls).toMatchObject([
      {
        task: { name: "manifest" },
        blame: { file: APP, line: lineOf('readFileSync("package'), api: "fs.readFileSync" },
      },
    ]);
  });

  it("has a blocking call throw in strict mode where it is told to, and allows what it is told to", async () => {
    const { send } = await startWorker("--guard-strict", "throw", "--guard-allow", "child_process");
    expect(await send("manifest")).toMatchObject([
      { status: "failed", error: expect.stringContaining("BlockingCallError") as string },
    ]);
    expect(await send("shell")).toMatchObject([{ status: "completed" }]);
  });

  const INPUT = '{"url":"/marked-url","user":{"email":"marked-email","id":7},"apiKey":"marked-key"}';

  it("writes nothing of a run's input unless it is told to", async () => {
    const { send, reports, listReports } = await startWorker("--guard", "--guard-strict");
    expect(await send("shell", INPUT)).toMatchObject([{ status: "completed" }]);
    expect((await listReports()).filter(({ task }) => task).map(({ kind }) => kind)).toContain("stall");
    const written = readdirSync(reports).map((file) => readFileSync(join(reports, file), "utf8"));
    expect(written.join()).toContain('"name":"shell"');
    expect(written.join()).not.toContain("marked");
  });

  it("writes the input of a run that stalled where it is told to, without secrets", async () => {
    const { send, reports, listReports } = await startWorker(
      "--guard-capture-input",
      "--guard-redact",
      "user.email",
    );
    expect(await send("shell", INPUT)).toMatchObject([{ status: "completed" }]);
    const [report] = (await listReports()).filter(({ task }) => task);
    expect(JSON.parse(report?.task?.input?.json ?? "")).toEqual({
      url: "/marked-url",
      user: { email: "[redacted]", id: 7 },
      apiKey: "[redacted]",
    });
    const written = readdirSync(reports).map((file) => readFileSync(join(reports, file), "utf8"));
    expect(written.join()).not.toMatch(/marked-email|marked-key/);
  });

  it("writes the input of a run whose host was killed, too, and no more of it than it is told to", async () => {
    const { send, listReports } = await startWorker(
      ...["--guard", "--guard-abort=kill", "--guard-abort-after", "500", "--guard-capture-input", "user.id"],
    );
    expect(await send("endless", INPUT)).toMatchObject([{ status: "failed" }]);
    expect((await listReports()).filter(({ task }) => task)).toMatchObject([
      { action: "host-killed", task: { name: "endless", input: { json: '{"user":{"id":7}}', cut: false } } },
    ]);
  });

  it("says where what stalled was started, and what that costs, where it is told to", async () => {
    const { worker, send, listReports } = await startWorker("--guard-origin");
    expect(worker.stdout.filter((line) => line.includes("many times slower"))).toHaveLength(1);
    expect(await send("relay")).toMatchObject([{ status: "completed" }]);
    expect((await listReports()).filter((report) => report.task)).toMatchObject([
      {
        task: { name: "relay" },
        blame: { file: APP, api: "child_process.execSync" },
        origin: { type: "PROMISE", frames: [{ file: APP, line: lineOf("await wait(20)") }] },
      },
    ]);
  });

  it.each([
    ["by itself", "aborted", []],
    ["with its host", "host-killed", ["--guard-abort", "kill"]],
  ])(
    "ends an endless loop %s: it fails with its line, the others complete, new jobs are taken",
    async (_how, action, abort) => {
      const { send, listReports } = await startWorker(
        "-c",
        "1000",
        "--guard",
        "--guard-abort-after",
        "1000",
        ...abort,
      );
      const others = send("--file", manyNaps(999));
      const [culprit] = await send("endless");
      expect(culprit).toMatchObject({
        status: "failed",
        error: expect.stringMatching(/^StallError: .*tasks\.ts:\d+/) as string,
      });
      expect((await others).map((run) => run.status)).toEqual(Array<string>(999).fill("completed"));
      expect(await send("sums.add", '{"a":1,"b":1}')).toMatchObject([{ status: "completed" }]);
      expect((await listReports()).filter((report) => report.task)).toMatchObject([
        {
          action,
          ongoing: false,
          task: { name: "endless" },
          blame: { file: APP, line: lineOf("for (;;);") },
        },
      ]);
    },
  );
});

function lineOf(text: string): number {
  return (
    readFileSync(join(root, APP), "utf8")
      .split("\n")
      .findIndex((line) => line.includes(text)) + 1
  );
}

function manyNaps(count: number): string {
  const file = join(lab.folder(), "naps.ndjson");
  const lines = Array.from({ length: count }, () =>
    JSON.stringify({ task: "naps.nap", input: { ms: 3_000 } }),
  );
  writeFileSync(file, lines.join("\n"));
  return file;
}
