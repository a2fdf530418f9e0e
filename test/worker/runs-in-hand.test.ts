import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Job } from "../../src/broker/types.js";
import { RunsInHand } from "../../src/worker/runs-in-hand.js";

const HOUR_MS = 3_600_000;
const job = (attemptsMade = 0, timestamp = 1) => ({ attemptsMade, timestamp }) as Job;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("finds the run that a job was begun with until the broker has taken its end down, and no other", () => {
  const runs = new RunsInHand<null>();
  const begun = runs.begin("q/1", job(), null, Promise.resolve());
  expect(runs.find("q/1", job())).toBe(begun);
  expect(runs.find("q/1", job(1))).toBeUndefined();
  expect(runs.find("q/1", job(0, 2))).toBeUndefined();
  runs.ended("q/1");
  expect(runs.find("q/1", job())).toBe(begun);
  runs.forget("q/1");
  expect(runs.find("q/1", job())).toBeUndefined();
});

it("forgets, an hour after its end, a run whose end the broker never took down, and none that goes on", () => {
  const runs = new RunsInHand<null>();
  for (const key of ["q/old", "q/on", "q/new"]) runs.begin(key, job(), null, Promise.resolve());
  runs.ended("q/old");
  vi.setSystemTime(Date.now() + HOUR_MS - 1_000);
  runs.ended("q/new");
  expect(runs.find("q/old", job())).toBeDefined();
  vi.setSystemTime(Date.now() + 61_000);
  runs.ended("q/none");
  const left = ["q/old", "q/on", "q/new"].filter((key) => runs.find(key, job()));
  expect(left).toEqual(["q/on", "q/new"]);
});
