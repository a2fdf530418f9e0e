import { describe, expect, it } from "vitest";
import type { Sample } from "../../runtime/watchdog/hold.js";
import { Pieces } from "../../runtime/watchdog/pieces.js";

const sample = (atMs: number, more: Partial<Sample> = {}): Sample => ({
  ...{ fromMs: atMs, lostMs: 0, atMs, task: null, slot: 0, frames: [], api: 0, asyncId: 0, probed: false },
  ...more,
});

/** Looks at 25, 45 … 285 ms, with what `between` tells of the time in front of each. */
function watched(more: Partial<Sample>, between: (pieces: Pieces, atMs: number) => void): Pieces {
  const pieces = new Pieces();
  for (let atMs = 25; atMs < 300; atMs += 20) {
    between(pieces, atMs);
    pieces.sample(sample(atMs, more));
  }
  return pieces;
}

describe("Pieces", () => {
  it("tells a chain of microtasks by its probes", () => {
    expect(watched({ probed: true }, (pieces, atMs) => pieces.fired(atMs - 19)).chained).toBe(true);
  });

  it("tells a chain of microtasks by looks that fall between them", () => {
    expect(watched({}, (pieces) => pieces.between()).chained).toBe(true);
  });

  it("tells a chain of microtasks by the identities of its executions, where no probe could be queued", () => {
    const pieces = new Pieces();
    for (let atMs = 25; atMs < 300; atMs += 20) pieces.sample(sample(atMs, { asyncId: atMs }));
    expect(pieces.chained).toBe(true);
  });

  it("takes code whose probes do not fire for one piece, whatever the identities", () => {
    const pieces = new Pieces();
    for (let atMs = 25; atMs < 300; atMs += 20) pieces.sample(sample(atMs, { asyncId: atMs, probed: true }));
    expect(pieces.chained).toBe(false);
  });

  it("takes a stall behind a microtask for one piece", () => {
    const fired = watched({ probed: true }, (pieces, atMs) => atMs === 45 && pieces.fired(44));
    expect(fired.chained).toBe(false);
    const caught = watched({ probed: true, asyncId: 7 }, (pieces, atMs) => {
      if (atMs > 25) return;
      pieces.sample(sample(24.9, { probed: true }));
      pieces.fired(24.95);
    });
    expect(caught.chained).toBe(false);
  });

  it("takes a stall that a late loop came before for one piece", () => {
    const pieces = watched({ probed: true }, (each, atMs) => {
      if (atMs === 25) for (let look = 0; look < 3; look += 1) each.between();
    });
    expect(pieces.chained).toBe(false);
  });

  it("takes a native call that a look shows the end of for one piece", () => {
    expect(watched({ probed: true }, (pieces, atMs) => atMs === 265 && pieces.between()).chained).toBe(false);
  });
});
