import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorker, defineTask, LoopwardError, type Worker } from "../../dist/src/index.js";
import { CliLab, root } from "../support/cli.js";

const lab = new CliLab();
let broker: string;
let worker: Worker;

beforeAll(async () => {
  broker = `embedded:${lab.folder()}`;
  worker = await createWorker({
    app: ["test/cli/samples/tasks.ts"],
    cwd: root,
    broker,
    reportsDir: lab.folder(),
  });
});
afterAll(async () => {
  await worker.close();
  await lab.clean();
});

describe("the library", () => {
  it("creates a worker that knows its tasks and queues", () => {
    expect(worker.queues).toEqual(expect.arrayContaining(["sums", "naps", "default"]));
    expect(worker.tasks.find((task) => task.name === "flaky")).toMatchObject({
      attempts: 3,
      queue: "default",
    });
  });

  it("enqueues from any program, which gets its results and then ends by itself", async () => {
    const program = spawn(process.execPath, ["--import", "tsx", join(root, "test/cli/samples/producer.ts")], {
      cwd: root,
      env: { ...process.env, LOOPWARD_BROKER: broker },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output, [code]] = await Promise.all([
      text(program.stdout),
      once(program, "exit", { signal: AbortSignal.timeout(40_000) }) as Promise<[number | null]>,
    ]);
    expect({ code, output: JSON.parse(output) as unknown }).toEqual({
      code: 0,
      output: [{ sum: 3 }, { sum: 11 }, { sum: 21 }],
    });
  });
});

describe("defineTask", () => {
  const run = () => null;

  it.each([
    [{ name: "", run }, "`name`"],
    [{ name: "a", run: 7 }, "`run`"],
    [{ name: "a", run, queue: "a:b" }, "`queue`"],
    [{ name: "a", run, pool: "threads" }, "`pool`"],
    [{ name: "a", run, attempts: 0 }, "`attempts`"],
    [{ name: "a", run, timeLimit: -1 }, "`timeLimit`"],
  ])("refuses %j and says which field", (options, field) => {
    const define = () => defineTask(options as never);
    expect(define).toThrow(LoopwardError);
    expect(define).toThrow(
      expect.objectContaining({
        code: "LOOPWARD_BAD_TASK",
        message: expect.stringContaining(field) as string,
      }),
    );
  });

  it("fills in what was left out", () => {
    expect(defineTask({ name: "a", run })).toMatchObject({ queue: "default", attempts: 1 });
  });
});
