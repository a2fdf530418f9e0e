import { describe, expect, it } from "vitest";
import { ProcessLane } from "../../src/worker/process-lane.js";

function laneWith(held: number): ProcessLane {
  const lane = new ProcessLane(2);
  for (let n = 0; n < held; n += 1) lane.entered();
  return lane;
}

describe("the way to the process pool", () => {
  it("counts those that wait here and hold no slot", () => {
    const lane = laneWith(52);
    expect(lane.waiting).toBe(50);
    for (let n = 0; n < 52; n += 1) lane.left();
    expect(lane.waiting).toBe(0);
  });

  it("sends away what has no room, each later than the one before", () => {
    const lane = laneWith(502);
    const away = Array.from({ length: 100 }, () => lane.awayMs(false, 1_000_000));
    expect(away.every((ms) => ms >= 200)).toBe(true);
    expect(away).toEqual(away.toSorted((a, b) => a - b));
    // A hundred runs of 100 ms in two slots.
    expect(away.at(-1)! - away[0]!).toBeCloseTo(99 * 50, -1);
  });

  it("lets nobody overtake those that are away, and those in when they are back", () => {
    const lane = laneWith(502);
    const away = lane.awayMs(false, 1_000_000);
    for (let n = 0; n < 100; n += 1) lane.left();
    expect(lane.awayMs(false, 1_000_000 + away)).toBeGreaterThan(0);
    expect(lane.awayMs(true, 1_000_000 + away)).toBe(0);
    expect(lane.awayMs(false, 1_000_000 + 120_000)).toBe(0);
  });

  it("learns how long runs take", () => {
    const quick = laneWith(502);
    for (let n = 0; n < 200; n += 1) quick.took(1);
    expect(quick.awayMs(false, 1_000_000)).toBe(200);
    expect(laneWith(502).awayMs(false, 1_000_000)).toBeGreaterThan(10_000);
  });

  it("is no way at all where there is one pool only", () => {
    const lane = new ProcessLane(0);
    for (let n = 0; n < 1_000; n += 1) lane.entered();
    expect(lane.waiting).toBe(0);
    expect(lane.awayMs(false, 1_000_000)).toBe(0);
  });
});
