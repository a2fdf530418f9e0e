import { describe, expect, it } from "vitest";
import { TakeWindow } from "../../src/worker/take-window.js";

describe("the window of jobs taken from the broker", () => {
  it("grows by the jobs that wait for a full process pool, and shrinks again", () => {
    const window = new TakeWindow(102, 2);
    const worker = { concurrency: window.size };
    window.follow(worker);
    for (let n = 0; n < 52; n += 1) window.entered();
    expect(worker.concurrency).toBe(152);
    for (let n = 0; n < 52; n += 1) window.left();
    expect(worker.concurrency).toBe(102);
  });

  it("has an end", () => {
    const window = new TakeWindow(102, 2);
    for (let n = 0; n < 50_000; n += 1) window.entered();
    expect(window.size).toBe(20_102);
  });

  it("stays as it is where there is one pool only", () => {
    const window = new TakeWindow(2, 0);
    for (let n = 0; n < 10; n += 1) window.entered();
    expect(window.size).toBe(2);
  });
});
