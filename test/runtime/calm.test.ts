import { expect, it } from "vitest";
import { createSharedState } from "../../runtime/shared-state.js";
import { Calm } from "../../runtime/watchdog/calm.js";
import { Gap } from "../../runtime/watchdog/gap.js";
import { HoldTimes } from "../../runtime/watchdog/hold-times.js";
import { HoldTracker } from "../../runtime/watchdog/hold.js";
import { ThreadClock } from "../../runtime/watchdog/machine.js";
import { MainThreadView } from "../../runtime/watchdog/view.js";

const LOOKED_MS = 1_000;
const CALM_MS = 50;

function start() {
  const gap = new Gap(LOOKED_MS);
  const calm = new Calm(
    {
      view: new MainThreadView(createSharedState()),
      tracker: new HoldTracker(LOOKED_MS),
      thread: new ThreadClock(),
      times: new HoldTimes(),
      gap,
    },
    CALM_MS,
  );
  return { calm, gap };
}

it("goes on from a look after which the loop turned in time", () => {
  const { calm } = start();
  expect(calm.mayGoOn(LOOKED_MS + 20, LOOKED_MS + 10, () => false)).toBe(true);
});

// Which is how a loop was 600 ms late and nobody was told: in three of a hundred such turns.
it("leaves to a look what became of a loop that turned late, right after the look before", () => {
  const { calm, gap } = start();
  gap.account(10);
  gap.account(10);

  expect(calm.mayGoOn(LOOKED_MS + 601, LOOKED_MS + 600, () => false)).toBe(false);

  expect(gap.turned(LOOKED_MS + 600, 0)).toBe(580);
  expect(calm.mayGoOn(LOOKED_MS + 602, LOOKED_MS + 600, () => false)).toBe(true);
});
