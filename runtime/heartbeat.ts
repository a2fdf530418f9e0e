import { nowMs } from "./clock.js";
import { MARK, type SharedState } from "./shared-state.js";

/** Stores the time at every turn of the loop, at most every `everyMs`. Keeps no process alive. */
export function startHeartbeat(state: SharedState, everyMs: number): { stop(): void } {
  const { marks } = state;
  const beat = (): void => {
    marks[MARK.TURN] = nowMs();
  };
  beat();
  const timer = setInterval(beat, everyMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      beat();
    },
  };
}
