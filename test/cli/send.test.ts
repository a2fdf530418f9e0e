import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CliLab } from "../support/cli.js";

const lab = new CliLab();
const APP = "test/cli/samples/tasks.ts";
let broker: string;

const send = (args: string[], input?: string) =>
  lab.run(["send", ...args, "-A", APP, "--broker", broker], { input });
const wait = ["--wait", "--format", "json"];

beforeAll(async () => {
  broker = `embedded:${lab.folder()}`;
  const worker = lab.start([
    "worker",
    "-A",
    APP,
    "--broker",
    broker,
    "--reports",
    lab.folder(),
    "--without-spare",
  ]);
  await worker.line(/ready/);
});
afterAll(() => lab.clean());

describe("loopward send", () => {
  it("enqueues one run and prints its id", async () => {
    const { code, stdout } = await send(["sums.add", '{"a":1,"b":2}']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^enqueued sums\.add as \S+$/);
  });

  it("waits for the result and prints it as one JSON line", async () => {
    const { code, stdout } = await send(["sums.add", '{"a":1,"b":2}', ...wait]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      id: expect.any(String) as string,
      task: "sums.add",
      status: "completed",
      value: { sum: 3 },
      error: null,
      attempts: 1,
      redelivered: false,
    });
  });

  it("tells a run that completed after failed attempts from one that failed for good", async () => {
    const good = await send(["flaky", ...wait]);
    expect(JSON.parse(good.stdout)).toMatchObject({
      status: "completed",
      value: 3,
      attempts: 3,
      error: null,
    });
    const bad = await send(["broken", ...wait]);
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({
      status: "failed",
      error: "RangeError: never",
      value: null,
    });
  });

  it("sends the lines of a file, to several queues, and loses none", async () => {
    const lines = Array.from({ length: 700 }, (_, n) =>
      n % 2
        ? { task: "sums.add", input: { a: n, b: 1 } }
        : { task: "naps.nap", input: { ms: 1 }, opts: { priority: 2 } },
    );
    const file = join(lab.folder(), "jobs.ndjson");
    writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n\n`);
    const { code, lines: printed } = await lab.run([
      "send",
      "--file",
      file,
      "-A",
      APP,
      "--broker",
      broker,
      ...wait,
    ]);
    expect(code).toBe(0);
    const settled = printed.map((line) => JSON.parse(line) as { task: string; value: { sum?: number } });
    expect(settled).toHaveLength(700);
    const sums = settled.flatMap((run) => run.value.sum ?? []).sort((a, b) => a - b);
    expect(sums).toEqual(lines.flatMap((line) => ("a" in line.input ? (line.input.a ?? 0) + 1 : [])));
  });

  it("reads runs from standard input", async () => {
    const { stdout } = await send(["--file", "-", ...wait], '{"task":"sums.add","input":{"a":2,"b":2}}');
    expect(JSON.parse(stdout)).toMatchObject({ value: { sum: 4 } });
  });

  it.each([
    ["an unknown task", ["nope"], undefined, "LOOPWARD_UNKNOWN_TASK"],
    ["bad JSON", ["sums.add", '{"a":'], undefined, "LOOPWARD_BAD_JSON"],
    ["a bad line in a file", ["--file", "-"], '{"task":"sums.add","input":1}\n{"task"', "LOOPWARD_BAD_JSON"],
    ["a line that is no run", ["--file", "-"], '{"tsk":"sums.add"}', "LOOPWARD_BAD_LINE"],
    ["a missing file", ["--file", "no/such/file"], undefined, "LOOPWARD_PATH_NOT_FOUND"],
  ])("refuses %s in one sentence, with its code and exit 2", async (_what, args, input, errorCode) => {
    const { code, stderr, stdout } = await send(args, input);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.split("\n").filter((line) => line.includes(errorCode))).toHaveLength(1);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("refuses a call that names neither a task nor a file", async () => {
    expect((await send([])).code).toBe(2);
  });

  it("says which broker does not answer", async () => {
    const { code, stderr } = await lab.run([
      "send",
      "sums.add",
      "-A",
      APP,
      "--broker",
      "redis://127.0.0.1:1",
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("LOOPWARD_BROKER_UNREACHABLE");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
