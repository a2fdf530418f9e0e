import { expect, it } from "vitest";
import { ChangeClock } from "../../runtime/change-clock.js";
import { nowMs } from "../../runtime/clock.js";
import { createSharedState, MARK, WORD } from "../../runtime/shared-state.js";

const BURST = 10_000;

function start() {
  const state = createSharedState();
  const { words, marks } = state;
  const clock = new ChangeClock(state);
  const isTold = (): boolean => words[WORD.TOLD] === words[WORD.BEGUN]! + words[WORD.SETTLED]!;
  const toldMs = (): number => marks[MARK.RUN]!;
  /** @returns of how many of its changes it is told when they were */
  const burst = (): number => {
    let told = 0;
    for (let count = 0; count < BURST; count += 1) {
      if (count % 2 === 0) clock.begun();
      else clock.settled();
      if (isTold()) told += 1;
    }
    return told;
  };
  return { clock, isTold, toldMs, burst };
}

function spin(ms: number): void {
  const end = nowMs() + ms;
  while (nowMs() < end);
}

it("tells when each of the changes was that have work between them", () => {
  const { clock, isTold, toldMs } = start();
  for (let count = 0; count < 50; count += 1) {
    spin(0.5);
    const before = nowMs();
    clock.begun();
    expect(toldMs()).toBeGreaterThanOrEqual(before);
    expect(isTold()).toBe(true);
  }
});

it("tells of most changes in a burst only that they were", () => {
  const told = start().burst();
  expect(told).toBeLessThan(BURST / 2);
  expect(told).toBeGreaterThanOrEqual(Math.floor(BURST / 256));
});

it("tells when the first change was after a beat of the heart, also right after a burst", () => {
  const { clock, isTold, toldMs, burst } = start();
  burst();
  spin(1);
  const before = nowMs();
  clock.beat();
  clock.settled();
  expect(toldMs()).toBeGreaterThanOrEqual(before);
  expect(isTold()).toBe(true);
});
