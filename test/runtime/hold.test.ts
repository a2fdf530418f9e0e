import { describe, expect, it } from "vitest";
import type { ReportTask } from "../../src/findings/report.js";
import type { RawFrame } from "../../runtime/call-site.js";
import { culpritOf, heldMs, HoldTracker, type Look, type Sample } from "../../runtime/watchdog/hold.js";

const THRESHOLD_MS = 100;
const USER: RawFrame = ["work", "file:///app/work.js", 3, 5, false];
const TICKS: RawFrame = ["processTicksAndRejections", "node:internal/process/task_queues", 77, 11, false];

const task = (name: string): ReportTask => ({ name, runId: `${name}-1`, queue: "default", attempt: 1 });
const look = (atMs: number, marks: Partial<Look> = {}): Look => ({
  atMs,
  turnMs: 0,
  runMarkMs: 0,
  tickMs: 0,
  microMs: 0,
  crumb: null,
  ...marks,
});
const sample = (atMs: number, name: string | null, more: Partial<Sample> = {}): Sample => ({
  fromMs: atMs,
  lostMs: 0,
  atMs,
  task: name === null ? null : task(name),
  slot: 0,
  frames: [USER],
  api: 0,
  asyncId: 0,
  probed: false,
  ...more,
});

describe("HoldTracker", () => {
  it("ends a hold when the loop turns", () => {
    const tracker = new HoldTracker(0);
    tracker.sample(sample(25, "a"));
    expect(tracker.look(look(150))).toBeNull();
    const ended = tracker.look(look(320, { turnMs: 310 }));
    expect(ended).toMatchObject({ sinceMs: 0, endMs: 310 });
    expect(culpritOf(ended!)).toEqual(task("a"));
  });

  it("ends a hold when a probe shows that the callback on the stack returned", () => {
    const tracker = new HoldTracker(0);
    tracker.sample(sample(25, "a", { probed: true }));
    expect(tracker.look(look(35, { tickMs: 26 }))).toMatchObject({ endMs: 26 });
    expect(tracker.current.sinceMs).toBe(26);
  });

  it("ends a hold when another run is seen, halfway between", () => {
    const tracker = new HoldTracker(0);
    tracker.sample(sample(25, "a"));
    expect(tracker.sample(sample(45, "b"))).toMatchObject({ endMs: 35 });
    expect(tracker.current.sinceMs).toBe(35);
  });

  it("takes one run's chain of ticks for one hold", () => {
    const tracker = new HoldTracker(0);
    const frames = [USER, TICKS];
    for (let atMs = 25; atMs < 300; atMs += 25) {
      tracker.sample(sample(atMs, "a", { frames, probed: true }));
      expect(tracker.look(look(atMs + 10, { tickMs: atMs + 1 }))).toBeNull();
    }
    expect(tracker.look(look(320, { turnMs: 310 }))).toMatchObject({ sinceMs: 0, endMs: 310 });
  });

  it("names nobody on a stack without the user's code", () => {
    const tracker = new HoldTracker(0);
    tracker.sample(sample(25, "a", { frames: [TICKS] }));
    expect(culpritOf(tracker.current)).toBeUndefined();
  });
});

describe("heldMs", () => {
  it("counts time before the first evidence in part only", () => {
    const tracker = new HoldTracker(0);
    tracker.sample(sample(90, "a"));
    expect(heldMs(tracker.current, 150, THRESHOLD_MS)).toBe(110);
  });
});
