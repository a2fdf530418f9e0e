import { describe, expect, it, vi } from "vitest";
import type { Report } from "../../src/findings/report.js";
import { Placer, type PlacerOptions } from "../../src/placement/placer.js";
import { SlidingSum } from "../../src/placement/sliding-sum.js";
import { DEFAULT_POLICY, type Evidence, type PlacementMode } from "../../src/placement/types.js";
import type { PoolName, TaskInfo } from "../../src/task/types.js";

const info = (name: string, pool: PoolName | null = null): TaskInfo => ({
  name,
  queue: "default",
  pool,
  attempts: 1,
  timeLimitMs: null,
  softTimeLimitMs: null,
  idempotent: true,
  stall: null,
  file: null,
});

function stall(task: string | null, durationMs = 300, more: Partial<Report> = {}): Report {
  return {
    schema: "loopward.report/1",
    id: "1",
    time: new Date().toISOString(),
    kind: "stall",
    cause: task ? "cpu" : "saturation",
    durationMs,
    ongoing: false,
    thresholdMs: 100,
    task: task ? { name: task, runId: "1", queue: "default", attempt: 1 } : null,
    blame: task
      ? { function: "f", file: "src/a.ts", line: 7, column: 1, api: null, code: "", confidence: 1 }
      : null,
    stack: [],
    impact: { delayedRuns: 3 },
    action: "reported",
    advice: "",
    host: { pid: 1, node: "v20" },
    ...more,
  };
}

function placerOf(
  mode: PlacementMode,
  more: Partial<PlacerOptions> = {},
  tasks = [info("slow"), info("quick")],
) {
  const onChange = vi.fn<PlacerOptions["onChange"]>();
  const placer = new Placer(tasks, {
    policy: { ...DEFAULT_POLICY, mode },
    defaultPool: "async",
    known: new Map(),
    worker: "w1",
    onChange,
    ...more,
  });
  return { placer, onChange };
}

const known = (task: string): PlacerOptions["known"] => {
  const evidence: Evidence = {
    from: "findings",
    lines: [{ file: "src/a.ts", line: 7, api: "fs.readFileSync", count: 1 }],
  };
  return new Map([[task, { evidence, since: "2026-01-01T00:00:00.000Z", by: [], resets: 0 }]]);
};

describe("the placer", () => {
  it("places a task whose stalls prove that it blocks, and says why, once", () => {
    const { placer, onChange } = placerOf("auto");
    for (let n = 0; n < 2; n += 1) placer.note(stall("slow"));
    expect(placer.poolOf("slow")).toBe("async");
    for (let n = 0; n < 3; n += 1) placer.note(stall("slow"));
    expect(placer.poolOf("slow")).toBe("processes");
    expect(placer.poolOf("quick")).toBe("async");
    expect(onChange).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({
        task: "slow",
        pool: "processes",
        because: "evidence",
        evidence: expect.objectContaining({
          stalls: 3,
          stolenMs: 900,
          worstMs: 300,
          lines: [{ file: "src/a.ts", line: 7, api: null, count: 3 }],
        }) as Evidence,
      }),
    );
  });

  it("needs one stall only where it stole enough, and counts the folded ones", () => {
    const long = placerOf("auto").placer;
    long.note(stall("slow", 1_000));
    expect(long.poolOf("slow")).toBe("processes");
    const folded = placerOf("auto").placer;
    folded.note(stall("slow", 150, { folded: { count: 3, totalMs: 400 } }));
    expect(folded.poolOf("slow")).toBe("processes");
  });

  it("leaves a task that mostly waits where it is: it would lose more than its neighbours gain", () => {
    const { placer } = placerOf("auto");
    for (let n = 0; n < 1_000; n += 1) placer.settled("slow", 140);
    for (let n = 0; n < 10; n += 1) placer.note(stall("slow", 150));
    expect(placer.poolOf("slow")).toBe("async");
  });

  it("takes no stall for evidence that blames nobody, goes on, or is another task's", () => {
    const { placer } = placerOf("auto");
    placer.note(stall(null, 5_000));
    placer.note(stall("slow", 5_000, { ongoing: true }));
    placer.note(stall("quick", 5_000));
    placer.note(stall("unknown", 5_000));
    expect(placer.poolOf("slow")).toBe("async");
  });

  it("only suggests when it is told to, and learns nothing when it is off", () => {
    const suggesting = placerOf("suggest");
    suggesting.placer.note(stall("slow", 2_000));
    expect(suggesting.placer.poolOf("slow")).toBe("async");
    expect(suggesting.onChange).toHaveBeenCalledWith(
      expect.objectContaining({ pool: "async", suggested: "processes" }),
    );
    const off = placerOf("off", { known: known("slow") });
    off.placer.note(stall("slow", 2_000));
    expect(off.placer.poolOf("slow")).toBe("async");
    expect(off.onChange).not.toHaveBeenCalled();
  });

  it("never overrules what a task declares", () => {
    const { placer } = placerOf("auto", { known: known("slow") }, [info("slow", "async")]);
    placer.note(stall("slow", 2_000));
    expect(placer.placements).toMatchObject([{ pool: "async", because: "declared", suggested: null }]);
  });

  it("starts from what was known before", () => {
    expect(placerOf("auto", { known: known("slow") }).placer.poolOf("slow")).toBe("processes");
  });
});

describe("a sliding sum", () => {
  it("forgets what is older than its window", () => {
    const sum = new SlidingSum(30_000);
    sum.add(1_000, 5);
    sum.add(20_000, 7);
    expect(sum.sum(20_000)).toBe(12);
    expect(sum.sum(40_000)).toBe(7);
    expect(sum.sum(90_000)).toBe(0);
  });
});
