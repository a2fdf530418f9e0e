import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { apiName } from "../../src/catalogue/api-name.js";
import type { RawFrame } from "../../runtime/call-site.js";
import { judge } from "../../runtime/watchdog/blame.js";
import { weigh } from "../../runtime/watchdog/evidence.js";
import { FrameLocator } from "../../runtime/watchdog/frames.js";
import type { Hold, Sample } from "../../runtime/watchdog/hold.js";
import { PauseDetector } from "../../runtime/watchdog/pause-detector.js";
import { SourceMaps } from "../../runtime/watchdog/source-maps.js";

const API = catalogue.findIndex((entry) => apiName(entry) === "JSON.stringify") + 1;
const SEQ = 7;
const frame = (name: string, line: number): RawFrame => [name, "/app/task.js", line, 1, false];
const caller = frame("print", 16);
const site = new Map([[SEQ, { task: null, frames: [caller] }]]);
const locator = new FrameLocator("/app", new SourceMaps());

const holdOf = (samples: readonly Partial<Sample>[], calls: Hold["calls"] = []): Hold => ({
  ...{ sinceMs: 0, endMs: 300, microtasks: false, loading: false, calls },
  ...{ cpuMs: 0, lostMs: 0, ownQueueMs: 0, pausedMs: 0 },
  samples: samples.map((sample) => ({
    ...{ fromMs: 0, atMs: 0, lostMs: 0, task: null, slot: 0, frames: [], api: 0, asyncId: 0, probed: false },
    ...sample,
  })),
});
const inCall = [{ api: API, seq: SEQ, task: null, firstMs: 30, lastMs: 290 }];
const verdictOf = async (hold: Hold) => judge(await weigh(hold, 300, site, locator));

describe("the time of a call that looks were answered in", () => {
  const frames = [frame("toJSON", 9), caller];
  const times = [31, 60, 110, 160, 210, 290];
  const computing = { frames, api: API };

  it("is that of the function which it called", async () => {
    const hold = holdOf(
      times.map((atMs) => ({ ...computing, fromMs: atMs - 1, atMs })),
      inCall,
    );
    const verdict = await verdictOf(hold);
    expect(verdict).toMatchObject({ frame: { line: 9 }, api: null });
    expect(verdict?.confidence).toBeGreaterThan(0.9);
  });

  it("also where looks waited for a processor", async () => {
    const hold = holdOf(
      times.map((atMs) => ({ ...computing, fromMs: atMs - 20, atMs, lostMs: 19 })),
      inCall,
    );
    expect(await verdictOf(hold)).toMatchObject({ frame: { line: 9 }, api: null });
  });

  it("is the call's where they waited for native code, which goes on between two functions that it calls", async () => {
    const hold = holdOf(
      times.map((atMs) => ({ ...computing, fromMs: atMs - 20, atMs })),
      inCall,
    );
    expect(await verdictOf(hold)).toMatchObject({ frame: { line: 16 }, api: "JSON.stringify" });
  });

  it("is the call's where the only look waited for its end, whatever that shows", async () => {
    const hold = holdOf([{ frames: [frame("next", 20)], fromMs: 31, atMs: 292 }], inCall);
    expect(await verdictOf(hold)).toMatchObject({ frame: { line: 16 }, api: "JSON.stringify" });
  });
});

describe("a thread that answers at once and sleeps in between", () => {
  const paused = (top: RawFrame): number => {
    const hold = holdOf([]);
    const detector = new PauseDetector();
    for (const atMs of [30, 60, 90])
      detector.note(hold, holdOf([{ frames: [top, caller], fromMs: atMs, atMs }]).samples[0]!);
    return hold.pausedMs;
  };

  it("stands at a breakpoint", () => {
    expect(paused(frame("work", 3))).toBe(60);
  });

  it("or waits for another thread", () => {
    expect(paused(["Atomics.wait", null, 0, 0, false])).toBe(0);
    expect(paused(["wait", null, 0, 0, false])).toBe(0);
  });
});
