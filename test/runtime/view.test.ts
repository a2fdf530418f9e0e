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
  state.words[WORD.UNTIMED]! += 1;
  expect(view.look(1_010).runMarkMs).toBe(1_005);
  state.words[WORD.UNTIMED]! += 1;
  state.marks[MARK.RUN] = 1_020;
  expect(view.look(1_070).runMarkMs).toBe(1_020);
});
