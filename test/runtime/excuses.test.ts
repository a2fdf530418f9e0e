import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { connectInspector } from "./support/inspector.js";
import { lineOf, runGuarded, runUndisturbed, type Outcome } from "./support/guarded.js";

const folder = mkdtempSync(join(tmpdir(), "loopward-"));
afterAll(() => rmSync(folder, { recursive: true }));

const causesOf = ({ finals }: Outcome) => finals.map(({ cause }) => cause);
const named = ({ records }: Outcome) =>
  records.flatMap((record) => (record.type === "report" && record.report.task ? [record.report] : []));

describe("garbage collection", () => {
  it("is nobody's doing, where it took the time of a run that did little", async () => {
    const outcome = await runGuarded("collects.mjs", {
      args: ["pause"],
      // Without helpers V8 collects as it would on a machine that has nothing to spare.
      execArgv: ["--single-threaded-gc", "--no-incremental-marking"],
    });

    expect(outcome.code).toBe(0);
    expect(named(outcome)).toEqual([]);
    const collected = outcome.finals.filter(({ cause }) => cause === "gc");
    expect(collected.length).toBeGreaterThan(0);
    for (const { gcMs = 0, cpuMs = 0 } of collected) expect(gcMs).toBeGreaterThan(cpuMs / 2);
  });

  it("does not excuse a run that computes and makes garbage", async () => {
    const { finals } = await runUndisturbed("collects.mjs", { args: ["compute"] }, (outcome) =>
      outcome.finals.some(({ task }) => task !== null),
    );

    const blamed = finals.filter(({ task }) => task !== null);
    expect(blamed).toMatchObject([{ cause: "cpu", task: { name: "task.compute" } }]);
    expect(["compute", "allocate", "begin"].map((label) => lineOf("collects.mjs", label))).toContain(
      blamed[0]?.blame?.line,
    );
  });
});

describe("a debugger", () => {
  it("that listens changes nothing", async () => {
    const { finals } = await runUndisturbed(
      "one-stall.mjs",
      { args: ["loop"], execArgv: ["--inspect=127.0.0.1:0"] },
      (outcome) => outcome.blaming.length === 1,
    );

    const [report] = finals.filter(({ task }) => task !== null);
    expect(report).toMatchObject({ cause: "cpu", blame: { line: lineOf("one-stall.mjs", "loop") } });
  });

  it("that pauses the process blames no run, and the host goes on", async () => {
    const done = join(folder, "done");
    let url = "";
    const pausing: Promise<void>[] = [];
    const outcome = await runGuarded("debugged.mjs", {
      execArgv: ["--inspect=127.0.0.1:0"],
      env: { DONE: done },
      onError(text) {
        url ||= /ws:\S+/.exec(text)?.[0] ?? "";
      },
      onOutput() {
        pausing.push(pauseFor(500, url).finally(() => writeFileSync(done, "")));
      },
    });
    await Promise.all(pausing);

    expect(outcome.code).toBe(0);
    expect(named(outcome)).toEqual([]);
    // Other causes may be told beside it, as long as they blame no run.
    expect(causesOf(outcome)).toContain("debugger");
  });
});

describe("a machine that has no processor to spare", () => {
  it("is to blame for a run that waits for one", async () => {
    const outcome = await runGuarded("starved.mjs", { deadlineMs: 50_000 });

    expect(outcome.code).toBe(0);
    expect(named(outcome)).toEqual([]);
    const starved = outcome.finals.filter(({ cause }) => cause === "machine");
    expect(starved.length).toBeGreaterThan(0);
    for (const { cpuMs = 0, durationMs } of starved) expect(cpuMs).toBeLessThan(durationMs);
  });
});

/** Pauses the process at a breakpoint: a pause at any point whatever is not taken where it falls into a look of the guard's. */
async function pauseFor(ms: number, url: string): Promise<void> {
  const client = await connectInspector(url);
  await client.send("Debugger.enable");
  const paused = client.next("Debugger.paused");
  const lineNumber = lineOf("debugged.mjs", "breakpoint") - 1;
  await client.send("Debugger.setBreakpointByUrl", { lineNumber, urlRegex: "debugged\\.mjs$" });
  await paused;
  await sleep(ms);
  await client.send("Debugger.setBreakpointsActive", { active: false });
  await client.send("Debugger.resume");
  await sleep(100);
  await client.send("Debugger.disable");
  client.close();
}
