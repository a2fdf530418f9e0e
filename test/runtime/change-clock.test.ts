import { expect, it } from "vitest";
import { ChangeClock } from "../../runtime/change-clock.js";
import { nowMs } from "../../runtime/clock.js";
import { createSharedState, MARK, WORD } from "../../runtime/shared-state.js";

const BURST = 10_000;

function start() {
  const state = createSharedState();
  const clock = new ChangeClock(state);
  const untimed = (): number => state.words[WORD.UNTIMED]!;
  const toldMs = (): number => state.marks[MARK.RUN]!;
  const burst = (): void => {
    for (let count = 0; count < BURST; count += 1) clock.changed();
  };
  return { clock, untimed, toldMs, burst };
}

function spin(ms: number): void {
  const end = nowMs() + ms;
  while (nowMs() < end);
}

it("tells when each of the changes was that have work between them", () => {
  const { clock, untimed, toldMs } = start();
  for (let count = 0; count < 50; count += 1) {
    spin(0.1);
    const before = nowMs();
    clock.changed();
    expect(toldMs()).toBeGreaterThanOrEqual(before);
  }
  expect(untimed()).toBe(0);
});

it("tells of most changes in a burst only that they were", () => {
  const { untimed, burst } = start();
  burst();
  expect(untimed()).toBeGreaterThan(BURST / 2);
  expect(untimed()).toBeLessThanOrEqual(BURST - Math.floor(BURST / 64));
});

it("tells when the first change was after a beat of the heart, also right after a burst", () => {
  const { clock, untimed, toldMs, burst } = start();
  burst();
  spin(1);
  const [before, untold] = [nowMs(), untimed()];
  clock.beat();
  clock.changed();
  expect(toldMs()).toBeGreaterThanOrEqual(before);
  expect(untimed()).toBe(untold);
});
