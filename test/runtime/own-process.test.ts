import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { registerOptions } from "../../runtime/register-options.js";
import { root } from "../support/fixtures.js";
import { lineOf, runGuarded, SAMPLES, type Options, type Outcome } from "./support/guarded.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "loopward-"));
  file = join(folder, "reports.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs until the machine left the program alone, as the guard saw it. */
async function run(sample: string, options: Options): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    rmSync(file, { force: true });
    const outcome = await runGuarded(sample, options);
    if (tries === 6 || !readFileSync(file, "utf8").includes('"cause":"machine"')) return outcome;
  }
}

const finals = (): Report[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Report)
    .filter((report) => !report.ongoing && report.cause !== "load");

describe("loopward/guard", () => {
  it.each(["stop", "leave"])(
    "names the job of a wrapped processor, and lets the process end: %s",
    async (end) => {
      const { code, stdout, stderr } = await run("own-process.mjs", {
        args: [end],
        env: { REPORT_FILE: file },
      });

      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const [done, told] = stdout.trim().split("\n");
      expect(done).toBe("resize done");
      const line = lineOf("own-process.mjs", "spin");
      const [inRun, outside] = finals();
      expect(inRun).toMatchObject({
        task: { name: "resize", runId: "7", queue: "images", attempt: 2 },
        blame: { file: "own-process.mjs", line, function: "spin" },
      });
      expect(outside).toMatchObject({ task: null, blame: { file: "own-process.mjs", line } });
      expect(JSON.parse(told ?? "")).toEqual(finals());
      expect(readFileSync(file, "utf8")).not.toContain("marked");
    },
  );

  it("holds the input of a run that is blamed where it may, without secrets", async () => {
    const { code, stdout } = await run("own-process.mjs", {
      args: ["stop"],
      env: { REPORT_FILE: file, CAPTURE_INPUT: "1" },
    });

    expect(code).toBe(0);
    const [inRun, outside] = finals();
    expect(inRun?.task).toMatchObject({ name: "resize", input: { cut: false } });
    expect(JSON.parse(inRun?.task?.input?.json ?? "")).toEqual({
      url: "/marked-url",
      user: { email: "[redacted]", api_key: "[redacted]" },
    });
    expect(outside?.task).toBeNull();
    // The log of the program has it, too.
    expect(JSON.parse(stdout.trim().split("\n")[1] ?? "")).toEqual(finals());
    expect(readFileSync(file, "utf8")).not.toMatch(/marked-email|marked-key/);
  });
});

describe("flush", () => {
  it("is heard at any moment of the watchdog's sleep, from its first on", async () => {
    const { code, stdout } = await runGuarded("flushes.mjs", { deadlineMs: 50_000 });

    expect({ code, stdout }).toEqual({ code: 0, stdout: "flushed\n" });
  });
});

describe("loopward/register", () => {
  const register = pathToFileURL(join(root, "dist/runtime/register.js")).href;

  it.each([
    { end: "itself", code: 0 },
    { end: "exit", code: 3 },
    { end: "throw", code: 1 },
  ])("reports for a program that knows nothing of it, and that ends by $end", async ({ end, code }) => {
    const outcome = await run("plain.mjs", {
      args: [end],
      execArgv: ["--import", register],
      env: { LOOPWARD_GUARD_FILE: file, LOOPWARD_GUARD_ROOT: SAMPLES },
      deadlineMs: 10_000,
    });

    expect(outcome.code).toBe(code);
    expect(outcome.stderr).not.toContain("Waiting for the debugger");
    expect(finals()).toMatchObject([
      {
        cause: "sync-call",
        task: null,
        blame: { file: "plain.mjs", line: lineOf("plain.mjs", "plain"), api: "child_process.execSync" },
      },
    ]);
  });

  const env = () => ({ LOOPWARD_GUARD_FILE: file, LOOPWARD_GUARD_ROOT: SAMPLES });
  const blamed = (sample: string, label: string) => ({
    cause: "sync-call",
    task: null,
    blame: { file: sample, line: lineOf(sample, label), api: "child_process.execSync" },
  });

  it.each([
    { kind: "itself", code: 0, what: "a CommonJS program" },
    { kind: "thread", code: 4, what: "the main thread of a program, and none of its worker threads" },
    { kind: "fork", code: 5, what: "a forked child" },
    { kind: "cluster", code: 5, what: "a worker of a cluster" },
  ])("watches $what, through NODE_OPTIONS", async ({ kind, code }) => {
    const outcome = await run("register-app.cjs", {
      args: [kind],
      env: { ...env(), NODE_OPTIONS: `--import ${register}` },
      deadlineMs: 20_000,
    });

    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code, stderr: "" });
    // The machine may have been busy besides.
    expect(finals().filter(({ blame }) => blame !== null)).toMatchObject([
      blamed("register-app.cjs", "register"),
    ]);
  });

  it("watches a TypeScript program that tsx runs", async () => {
    const outcome = await run("register-app.ts", {
      execArgv: ["--import", register, "--import", import.meta.resolve("tsx")],
      env: env(),
      deadlineMs: 20_000,
    });

    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 6, stderr: "" });
    // The machine may have been busy besides.
    expect(finals().filter(({ blame }) => blame !== null)).toMatchObject([
      blamed("register-app.ts", "typescript"),
    ]);
  });

  it("says where what stalled was started where it is told to, and what that costs", async () => {
    const outcome = await run("register-app.ts", {
      execArgv: ["--import", register, "--import", import.meta.resolve("tsx")],
      env: { ...env(), LOOPWARD_GUARD_ORIGIN: "1" },
      deadlineMs: 20_000,
    });

    expect(outcome.code).toBe(6);
    expect(outcome.stderr.match(/many times slower/g)).toHaveLength(1);
    expect(finals().filter(({ blame }) => blame !== null)).toMatchObject([
      {
        ...blamed("register-app.ts", "typescript"),
        origin: {
          type: "Timeout",
          frames: [{ file: "register-app.ts", line: lineOf("register-app.ts", "timer") }],
        },
      },
    ]);
  });

  it("lets a program run whose reports cannot be written, and says so", async () => {
    const { code, stderr } = await runGuarded("plain.mjs", {
      args: ["exit"],
      execArgv: ["--import", register],
      env: { LOOPWARD_GUARD_ROOT: "/dev/null" },
    });

    expect(code).toBe(3);
    expect(stderr).toContain("Loopward does not watch this process");
  });

  it("refuses values that are none", () => {
    expect(() => registerOptions({ LOOPWARD_GUARD_THRESHOLD: "5" })).toThrow(/LOOPWARD_GUARD_THRESHOLD/);
    expect(() => registerOptions({ LOOPWARD_GUARD_ORIGIN: "yes" })).toThrow(/LOOPWARD_GUARD_ORIGIN/);
    expect(registerOptions({ LOOPWARD_GUARD_ORIGIN: "0" })).toEqual({ origin: false });
    expect(registerOptions({ LOOPWARD_GUARD_THRESHOLD: "", LOOPWARD_GUARD_FILE: "r" })).toEqual({
      file: "r",
    });
  });
});
