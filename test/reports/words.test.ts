import { expect, it } from "vitest";
import { counted, duration } from "../../src/cli/reports/words.js";

it.each([
  [0, "0 ms"],
  [812.3, "812 ms"],
  [999.6, "1.0 s"],
  [59_949, "59.9 s"],
  [59_999, "1 min 0 s"],
  [200_000, "3 min 20 s"],
  [3_599_999, "1 h 0 min"],
  [44_910_000, "12 h 28 min"],
])("%d ms is told as %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

it("counts one thing without an s", () => {
  expect([counted(0, "run"), counted(1, "run"), counted(2, "run")]).toEqual(["0 runs", "1 run", "2 runs"]);
});
