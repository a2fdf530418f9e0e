/** Random schedules on real hosts, against the promises of docs/model/README.md; a failure prints its seed and path. */
import { rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Pool } from "../../dist/src/pool/pool.js";
import { JournalReader } from "../chaos/journal.js";
import { culprits, type Culprit } from "../chaos/schedule.js";
import { emptyTotals, judgeJournal } from "../chaos/verdict.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const app = [fileURLToPath(new URL("../chaos/tasks.ts", import.meta.url))];
const folder = mkdtempSync(join(tmpdir(), "loopward-schedules-"));
process.env.LOOPWARD_CHAOS_DIR = folder;

const loud = ["endless", "sleeps", "exits", "throws-later"] as const;
/** Two losses from outside make suspects of all on board; a third, with one of them alone, would convict it: rightly so. */
const HOST_KILLS = 2;

type Step =
  | { readonly do: "innocents"; readonly count: number; readonly ms: number }
  | { readonly do: "culprit"; readonly task: Culprit }
  | { readonly do: "kill a host" }
  | { readonly do: "wait"; readonly ms: number };

function stepsWith(tasks: readonly Culprit[], killsHosts: boolean): fc.Arbitrary<Step[]> {
  const innocents = fc.record({
    do: fc.constant("innocents" as const),
    count: fc.integer({ min: 1, max: 20 }),
    ms: fc.integer({ min: 0, max: 300 }),
  });
  const culprit = fc.record({ do: fc.constant("culprit" as const), task: fc.constantFrom(...tasks) });
  const pause = fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 300 }) });
  const kill = fc.record({ do: fc.constant("kill a host" as const) });
  const step = killsHosts
    ? fc.oneof(innocents, culprit, pause, kill)
    : fc.oneof({ weight: 3, arbitrary: innocents }, { weight: 1, arbitrary: culprit }, pause);
  return fc.array(step, { minLength: 3, maxLength: 10 });
}

const schedule = fc.record({
  // A culprit that leaves no trace, and hosts killed from outside, are not told apart: one of the two.
  steps: fc.oneof(stepsWith(loud, true), stepsWith([...loud, "kills-itself"], false)),
  maxRuns: fc.option(fc.integer({ min: 5, max: 30 })),
  closes: fc.boolean(),
});

let nextId = 0;
let linesSeen = 0;
const journal = new JournalReader(join(folder, "journal.ndjson"));

interface Played {
  readonly task: string;
  readonly outcome: PromiseSettledResult<unknown>;
}

/** Plays a schedule to its end. @returns what became of every run, once all settled and no host is left */
async function play(
  steps: readonly Step[],
  maxRuns: number | null,
  closes: boolean,
): Promise<readonly Played[]> {
  const living = new Set<number>();
  const pool = new Pool({
    name: "async",
    hosts: 2,
    slotsPerHost: 8,
    spares: 1,
    setup: {
      app,
      root,
      guard: { mode: "abort", thresholdMs: 100, abortAfterMs: 1_000 },
      recycle: { maxRuns, maxMemoryMb: null },
    },
    onReport: () => undefined,
    onRedelivered: () => undefined,
    onHost: (event, pid) => (event === "lost" ? living.delete(pid) : living.add(pid)),
    onOutput: () => undefined,
  });
  await pool.start();
  const runs: Promise<Played>[] = [];
  const run = (task: string, ms: number) => {
    const runId = String((nextId += 1));
    const key = `chaos/${runId}`;
    const order = { key, runId, task, queue: "chaos", input: { ms }, attempt: 1, redelivered: false };
    runs.push(Promise.allSettled([pool.run(order)]).then(([outcome]) => ({ task, outcome })));
  };
  let kills = 0;
  for (const step of steps) {
    if (step.do === "innocents") for (let n = 0; n < step.count; n += 1) run("innocent", step.ms);
    else if (step.do === "culprit") run(step.task, 0);
    else if (step.do === "wait") await wait(step.ms);
    else if (kills < HOST_KILLS) {
      kills += 1;
      const [pid] = living;
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    }
  }
  if (closes) await pool.close({ graceMs: 0 });
  const played = await Promise.all(runs);
  await pool.close({ graceMs: 0 });
  expect([...living]).toEqual([]);
  return played;
}

function judge({ task, outcome }: Played, closed: boolean): void {
  const why = outcome.status === "rejected" ? String(outcome.reason) : null;
  if (closed && why?.startsWith("PoolClosedError")) return;
  const reason: RegExp | undefined = culprits[task as Culprit];
  if (reason) expect(why).toMatch(reason);
  else expect(outcome).toEqual({ status: "fulfilled", value: { attempt: 1 } });
}

describe("a pool under any schedule", () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("brings every run to its one end, for its own reason, and runs nothing twice at once", async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ steps, maxRuns, closes }) => {
        for (const played of await play(steps, maxRuns, closes)) judge(played, closes);
        const lines = journal.fresh();
        linesSeen += lines.length;
        expect(judgeJournal(lines, emptyTotals())).toEqual([]);
      }),
      // Found cases are not made smaller: each step of that takes seconds.
      { numRuns: 4, endOnFailure: true },
    );
    expect(linesSeen).toBeGreaterThan(0);
  }, 120_000);
});
