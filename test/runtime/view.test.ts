import { describe, expect, it } from "vitest";
import { createSharedState, MARK, WORD } from "../../runtime/shared-state.js";
import { MainThreadView } from "../../runtime/watchdog/view.js";
import { runGuarded } from "./support/guarded.js";

describe("the watchdog's view of the main thread", () => {
  it("never ascribes a call to nobody because it looked between two words", async () => {
    const { code, stderr, stdout } = await runGuarded("torn-look.mjs");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({ caller: 10_000, nobody: 0 });
  });
});

it("dates a change of which only that it was is told between two close looks, and not between distant ones", () => {
  const state = createSharedState();
  const view = new MainThreadView(state);
  view.look(1_000);
  state.words[WORD.BEGUN]! += 1;
  expect(view.look(1_010).runMarkMs).toBe(1_005);
  state.words[WORD.SETTLED]! += 1;
  state.marks[MARK.RUN] = 1_020;
  expect(view.look(1_070).runMarkMs).toBe(1_020);
});

it("takes the time of a change that is told", () => {
  const state = createSharedState();
  const view = new MainThreadView(state);
  view.look(1_000);
  state.words[WORD.BEGUN]! += 2;
  state.marks[MARK.RUN] = 1_001;
  state.words[WORD.TOLD] = 2;
  expect(view.look(1_010).runMarkMs).toBe(1_001);
});

it("counts the runs in flight, also where the numbers of those that began and settled begin anew", () => {
  const state = createSharedState();
  const view = new MainThreadView(state);
  state.words[WORD.BEGUN] = state.words[WORD.SETTLED] = 0x7fff_ffff;
  expect(view.inFlight).toBe(0);
  state.words[WORD.BEGUN]! += 3;
  expect(view.inFlight).toBe(3);
  state.words[WORD.SETTLED]! += 2;
  expect(view.inFlight).toBe(1);
});
