import { setImmediate as nextTurn } from "node:timers/promises";

/** How long a run may hold the loop between two yields, in ms. */
const SLICE_MS = 10;

/**
 * `ctx.yieldIfDue`: resolves at once while the loop turned within the slice, else after a turn of the loop.
 * The loop's last turn is noted by an immediate that is planted when a slice begins.
 */
export function createYielder(): () => Promise<void> {
  let sliceStart = 0;
  let planted = false;
  return async () => {
    if (!planted) {
      planted = true;
      sliceStart = performance.now();
      setImmediate(() => {
        planted = false;
      });
      return;
    }
    if (performance.now() - sliceStart >= SLICE_MS) await nextTurn();
  };
}
