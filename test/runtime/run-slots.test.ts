import { describe, expect, it } from "vitest";
import { readSlot, RunSlots } from "../../runtime/run-slots.js";
import { createSharedState, NAMES, SLOT_BYTES, SLOTS } from "../../runtime/shared-state.js";
import type { ReportTask } from "../../src/findings/report.js";

const task = (over: Partial<ReportTask> = {}): ReportTask => ({
  ...{ name: "feeds.fetch", runId: "17", queue: "default", attempt: 1 },
  ...over,
});

describe("a slot in shared memory", () => {
  it.each([
    ["a counted id", task()],
    ["a UUID", task({ runId: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", attempt: 3 })],
    ["a short id that is not ASCII", task({ runId: "für-日本" })],
    ["a long id that is not ASCII", task({ runId: "日".repeat(60) })],
    ["an empty id", task({ runId: "" })],
    ["an attempt that is no small integer", task({ attempt: 2 ** 40 + 0.5 })],
    ["a task and a queue that are not ASCII", task({ name: "fünf", queue: "喂养" })],
    ["names that are too long to be kept once", task({ name: "n".repeat(100) })],
  ])("names the run of %s", (_, run) => {
    const state = createSharedState();
    const slots = new RunSlots(state);
    expect(readSlot(state, slots.take(task({ runId: "another" })))).toEqual(task({ runId: "another" }));
    expect(readSlot(state, slots.take(run))).toEqual(run);
  });

  it("names no run whose names are longer than itself", () => {
    const state = createSharedState();
    const slots = new RunSlots(state);
    const long = task({ name: "n".repeat(SLOT_BYTES) });
    expect(readSlot(state, slots.take(long))).toBeNull();
    expect(readSlot(state, slots.take(task()))).toEqual(task());
  });

  it("tells tasks of the same name in two queues apart, and does not mix up what follows another", () => {
    const state = createSharedState();
    const slots = new RunSlots(state);
    const runs = ["a", "b"].flatMap((queue) => ["x", "y", "x"].map((name) => task({ name, queue })));
    const taken = runs.map((run) => slots.take(run));
    expect(taken.map((slot) => readSlot(state, slot))).toEqual(runs);
  });

  it("names runs of more tasks than are kept", () => {
    const state = createSharedState();
    const slots = new RunSlots(state);
    const runs = Array.from({ length: NAMES + 100 }, (_, n) => task({ name: `task-${n}`, runId: String(n) }));
    const taken = runs.map((run) => slots.take(run));
    expect(taken.map((slot) => readSlot(state, slot))).toEqual(runs);
  });

  it("is used again only when a thousand others have been", () => {
    const state = createSharedState();
    const slots = new RunSlots(state);
    const takeAndRelease = (runId: string): number => {
      const slot = slots.take(task({ runId }));
      slots.release(slot);
      return slot;
    };
    const first = takeAndRelease("first");
    const others = Array.from({ length: 1_000 }, (_, n) => takeAndRelease(String(n)));
    expect(others).not.toContain(first);
    expect(readSlot(state, first)?.runId).toBe("first");
  });

  it("is each run's own, for as many runs as there are slots", () => {
    const state = createSharedState();
    const slots = new RunSlots(state);
    const runs = Array.from({ length: SLOTS - 1 }, (_, n) => task({ runId: String(n) }));
    const taken = runs.map((run) => slots.take(run));
    expect(taken.map((slot) => readSlot(state, slot))).toEqual(runs);
    expect(slots.take(task())).toBe(0);
    slots.release(taken[17]!);
    expect(slots.take(task())).toBe(taken[17]);
  });
});
