import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Window } from "../../src/worker/window.js";

/** BullMQ's worker as far as the window meets it. */
function windowOf(most: number): { window: Window; worker: { concurrency: number } } {
  const window = new Window(() => most);
  const worker = { concurrency: window.open };
  window.follow(worker);
  return { window, worker };
}

function times(count: number, step: () => void): void {
  for (let n = 0; n < count; n += 1) step();
}

describe("the window of jobs taken from the broker", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("opens with the jobs in hand, so that the first begins before the last is taken", () => {
    const { window, worker } = windowOf(1_000);
    expect(worker.concurrency).toBeLessThan(10);
    times(100, () => window.taken());
    expect(worker.concurrency).toBeGreaterThan(100);
    expect(worker.concurrency).toBeLessThan(110);
  });

  it("never takes more than there is room for", () => {
    const { window, worker } = windowOf(10);
    times(10, () => window.taken());
    expect(worker.concurrency).toBe(10);
  });

  it("lets every one of many jobs that settle together take its successor along", () => {
    const { window, worker } = windowOf(1_000);
    for (let round = 0; round < 10; round += 1) {
      times(1_000, () => window.taken());
      times(1_000, () => window.settled());
      expect(worker.concurrency).toBe(1_000);
      vi.advanceTimersByTime(20);
    }
  });

  it("is small again soon after little is left in hand", () => {
    const { window, worker } = windowOf(1_000);
    times(1_000, () => window.taken());
    times(1_000, () => window.settled());
    vi.advanceTimersByTime(200);
    expect(worker.concurrency).toBeLessThan(50);
    expect(vi.getTimerCount()).toBe(0);
    window.taken();
    expect(worker.concurrency).toBeGreaterThan(1);
  });

  it("follows the room as it changes", () => {
    let most = 10;
    const window = new Window(() => most);
    const worker = { concurrency: window.open };
    window.follow(worker);
    times(10, () => window.taken());
    most = 12;
    window.taken();
    expect(worker.concurrency).toBe(12);
  });
});
