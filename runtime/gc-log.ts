import { PerformanceObserver } from "node:perf_hooks";
import { clockMs } from "./clock.js";
import { GC_LOG, WORD, type SharedState } from "./shared-state.js";

// A stall that garbage collection explains is made of longer ones; under load there are many of these, in ms.
const SHORT_MS = 0.5;

/**
 * Writes down when this thread collected garbage. V8 tells it in the loop's next check phase: what held up a turn of the
 * loop is known when the heartbeat has fired twice since.
 */
export function startGcLog(state: SharedState): { stop(): void } {
  const { words, collections } = state;
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (duration < SHORT_MS) continue;
      const count = words[WORD.COLLECTIONS]!;
      const at = (count % GC_LOG) * 2;
      collections[at] = clockMs(startTime);
      collections[at + 1] = clockMs(startTime + duration);
      Atomics.store(words, WORD.COLLECTIONS, (count + 1) & 0x7fff_ffff);
    }
  });
  observer.observe({ entryTypes: ["gc"] });
  return { stop: () => observer.disconnect() };
}
