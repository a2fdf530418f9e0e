import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CliLab, root, type Cli } from "../support/cli.js";

const lab = new CliLab();
let project: string;
let broker: string;

beforeEach(() => {
  project = lab.folder();
  broker = `embedded:${lab.folder()}`;
  writeFileSync(join(project, "package.json"), `{"name":"shop","type":"module"}`);
  mkdirSync(join(project, "node_modules"));
  symlinkSync(root, join(project, "node_modules/loopward"));
  cpSync(join(root, "test/cli/samples/placed.ts"), join(project, "tasks.ts"));
});
afterEach(() => lab.clean());

async function start(...flags: string[]): Promise<Cli> {
  const worker = lab.start(
    ["worker", "-A", "tasks.ts", "--broker", broker, "--guard", "--without-spare", ...flags],
    {
      cwd: project,
    },
  );
  await worker.line(/"ready|ready:/);
  return worker;
}

async function send(task: string, input: unknown, count = 1) {
  const line = JSON.stringify({ task, input });
  const file = join(project, "jobs.ndjson");
  writeFileSync(file, `${line}\n`.repeat(count));
  const { lines } = await lab.run(
    ["send", "--file", file, "-A", "tasks.ts", "--broker", broker, "--wait", "--format", "json"],
    { cwd: project },
  );
  return lines.map((text) => JSON.parse(text) as { status: string; value: Record<string, unknown> });
}

const placement = (...args: string[]) => lab.run(["placement", ...args], { cwd: project });

describe("a worker with both pools", () => {
  it("moves a task that blocks out of the loop, and tells why", async () => {
    const worker = await start("--processes", "1");
    const [before] = await send("quick", {});
    // More than the three that prove it: one that the machine held up for long is blamed on nobody.
    const [blocked] = await send("hash", { ms: 300 }, 6);
    expect(blocked?.value.pid).toBe(before?.value.pid);
    await worker.line(/placement: hash runs in the process pool: 3 stalls/);
    const [after] = await send("hash", { ms: 1 });
    expect(after?.value.pid).not.toBe(before?.value.pid);
    expect((await send("quick", {}))[0]?.value.pid).toBe(before?.value.pid);

    const shown = JSON.parse((await placement("--format", "json")).stdout) as unknown[];
    expect(shown).toContainEqual(
      expect.objectContaining({ task: "hash", pool: "processes", because: "evidence" }),
    );
    expect(shown).toContainEqual(expect.objectContaining({ task: "quick", pool: "async" }));
    expect((await placement("--explain", "hash")).stdout).toMatch(/tasks\.ts:5 .* 3 times/);
    expect(await placement("--explain", "nope")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("LOOPWARD_UNKNOWN_TASK") as string,
    });
  });

  it("starts from what earlier workers learnt, until it is told to forget", async () => {
    const evidence = {
      from: "reports",
      ...{ stalls: 3, stolenMs: 900, worstMs: 310, share: 1, windowMs: 600_000, lines: [] },
    };
    const known = {
      task: "hash",
      queue: "default",
      pool: "processes",
      because: "evidence",
      suggested: null,
      evidence,
    };
    mkdirSync(join(project, ".loopward"));
    writeFileSync(
      join(project, ".loopward/placement.json"),
      JSON.stringify({
        schema: "loopward.placement/1",
        placements: [{ ...known, since: "2026-01-01T00:00:00.000Z", learntBy: ["worker@before"], resets: 0 }],
      }),
    );
    const worker = await start("--processes", "1");
    await worker.line(/placement: hash runs in the process pool: 3 stalls/);
    const [[hash], [quick]] = [await send("hash", { ms: 1 }), await send("quick", {})];
    expect(hash?.value.pid).not.toBe(quick?.value.pid);
    expect((await placement("reset", "hash", "--broker", broker)).stdout).toBe("Forgotten: hash");
    await worker.line(/placement: what was known of hash is forgotten, and it is in the pool async/);
    const [again] = await send("hash", { ms: 1 });
    expect(again?.value.pid).toBe(quick?.value.pid);
  });

  it("tries a run that was given up for a stall again in the process pool, where it comes to its end", async () => {
    await start("--processes", "1", "--guard-abort-after", "800");
    expect(await send("slow", {})).toMatchObject([{ status: "completed", value: { attempt: 2 } }]);
  });
});

describe("a findings file", () => {
  const findings = (tasks: string[], cost = "heavy") =>
    JSON.stringify([
      { file: "tasks.ts", line: 10, api: "crypto.pbkdf2Sync", cost, confidence: "definite", tasks },
    ]);

  it("stops a worker that is to refuse tasks which block for sure", async () => {
    writeFileSync(join(project, "found.json"), findings(["hash"]));
    const args = ["worker", "-A", "tasks.ts", "--broker", broker, "--findings", "found.json"];
    const { code, stderr } = await lab.run([...args, "--on-findings", "refuse"], { cwd: project });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /hash .*tasks\.ts:10 \(crypto\.pbkdf2Sync\).*\[LOOPWARD_BLOCKING_TASKS\]/,
      ) as string,
    });
  });

  it("places the task from its first run on", async () => {
    writeFileSync(join(project, "found.json"), findings(["hash"]));
    await start("--processes", "1", "--findings", "found.json");
    const [[hash], [quick]] = [await send("hash", { ms: 1 }), await send("quick", {})];
    expect(hash?.value.pid).not.toBe(quick?.value.pid);
  });

  it("is nothing against a task whose calls are cheap", async () => {
    writeFileSync(join(project, "found.json"), findings(["hash"], "light"));
    await start("--findings", "found.json", "--on-findings", "refuse");
  });

  it("that is damaged stops the worker with a sentence", async () => {
    writeFileSync(join(project, "found.json"), "{");
    const { code, stderr } = await lab.run(
      ["worker", "-A", "tasks.ts", "--broker", broker, "--findings", "found.json"],
      { cwd: project },
    );
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("[LOOPWARD_BAD_FINDINGS]") as string,
    });
  });
});
