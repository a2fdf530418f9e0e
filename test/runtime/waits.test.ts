import { describe, expect, it } from "vitest";
import { excuseFor } from "../../runtime/watchdog/excuse.js";
import type { Hold } from "../../runtime/watchdog/hold.js";
import { Waits } from "../../runtime/watchdog/waits.js";

describe("time for which a thread waited for a processor", () => {
  it("is counted when the system tells of it, also where the wait began a stretch before", () => {
    const waits = new Waits();
    expect(waits.told(0, "open", 45)).toBe(0);
    expect(waits.told(79, "waiting", 14)).toBe(45 + 14);
  });

  it("is counted once where it was known to wait before the system told of it", () => {
    const waits = new Waits();
    expect(waits.told(0, "waiting", 20)).toBe(20);
    expect(waits.told(0, "waiting", 15)).toBe(15);
    expect(waits.told(35, "open", 5)).toBe(0);
  });

  it("is no longer than the thread was off the processor", () => {
    const waits = new Waits();
    expect(waits.told(500, "open", 30)).toBe(30);
  });

  it("leaves sleep alone, of which the system tells nothing", () => {
    const waits = new Waits();
    expect(waits.told(0, "open", 100)).toBe(0);
    expect(waits.told(0, "open", 100)).toBe(0);
  });

  it("begins anew when the loop has turned", () => {
    const waits = new Waits();
    waits.told(0, "open", 45);
    waits.forget();
    expect(waits.told(45, "open", 10)).toBe(10);
  });
});

describe("a thread that slept outside of every known call", () => {
  const sample = { task: null, slot: 0, frames: [], api: 0, asyncId: 1, probed: false };
  const hold: Hold = {
    ...{ sinceMs: 0, endMs: 180, calls: [], microtasks: false, loading: false },
    ...{ cpuMs: 4, lostMs: 20, pausedMs: 0, ownQueueMs: 0 },
    samples: [
      { ...sample, fromMs: 10, atMs: 12, lostMs: 0 },
      { ...sample, fromMs: 160, atMs: 161, lostMs: 0 },
    ],
  };

  it("is excused on a machine where the watchdog had to wait for a processor, too", () => {
    expect(excuseFor({ ...hold, ownQueueMs: 60 }, 180, 100, [])).toBe("machine");
  });

  it("is in some native call where processors were free", () => {
    expect(excuseFor({ ...hold, ownQueueMs: 2 }, 180, 100, [])).toBeNull();
  });
});
