import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, getHeapStatistics } from "node:v8";
import { clockMs } from "./clock.js";
import { GC_LOG, WORD, type SharedState } from "./shared-state.js";

// A stall that garbage collection explains is made of longer ones; under load there are many of these, in ms.
const SHORT_MS = 0.5;

// A whole collection took 0.4 to 1.6 ms for each MB of heap (Node 20, a slow machine with its processors busy), and explains
// a stall where it took half of it.
const MB_PER_MS = 0.25;

const CHECK_EVERY_MS = 100;

// After a stall V8 is heard out, in ms: it tells of a collection some turns of the loop later.
const HEARD_OUT_MS = 1_000;

/**
 * Writes down when this thread collected garbage. V8 tells it in the loop's next check phase: what held up a turn of the
 * loop is known when the heartbeat has fired twice since.
 *
 * Whoever listens to V8 makes each collection dearer, of the youngest as well, of which a loop of awaits has hundreds a second: nobody
 * listens but while the heap is so large that it matters, and for a while after the loop has stood still.
 */
export class GcLog {
  readonly #state: SharedState;
  readonly #thresholdMs: number;
  readonly #observer: PerformanceObserver;
  #isListening = false;
  #checkedMs = -Infinity;
  #hasStood = false;
  #heardOutMs = -Infinity;

  /** @param thresholdMs the shortest stall that is told of */
  constructor(state: SharedState, thresholdMs: number) {
    this.#state = state;
    this.#thresholdMs = thresholdMs;
    this.#observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) this.#note(startTime, duration);
    });
  }

  /** The loop turns: looks from time to time whether the heap is large. */
  turned(nowMs: number): void {
    if (nowMs - this.#checkedMs < CHECK_EVERY_MS) return;
    this.#checkedMs = nowMs;
    if (this.#hasStood) this.#heardOutMs = nowMs + HEARD_OUT_MS;
    this.#hasStood = false;
    const matters = holdsAtLeast(this.#thresholdMs * MB_PER_MS * 2 ** 20);
    if (matters || nowMs < this.#heardOutMs) this.#listen();
    else this.stop();
  }

  /** The loop has not turned for so long, in which the heap may have grown without a look at it. */
  stands(forMs: number): void {
    if (forMs < this.#thresholdMs) return;
    this.#hasStood = true;
    this.#listen();
  }

  stop(): void {
    if (!this.#isListening) return;
    this.#isListening = false;
    this.#observer.disconnect();
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#observer.observe({ entryTypes: ["gc"] });
  }

  #note(startTime: number, duration: number): void {
    if (duration < SHORT_MS) return;
    const { words, collections } = this.#state;
    const count = words[WORD.COLLECTIONS]!;
    const at = (count % GC_LOG) * 2;
    collections[at] = clockMs(startTime);
    collections[at + 1] = clockMs(startTime + duration);
    Atomics.store(words, WORD.COLLECTIONS, (count + 1) & 0x7fff_ffff);
  }
}

/** Whether so much outlived a collection or two; what is young is mostly garbage. The first look takes 1 µs, the second 8. */
function holdsAtLeast(bytes: number): boolean {
  if (getHeapStatistics().used_heap_size < bytes) return false;
  const old = getHeapSpaceStatistics().filter(({ space_name: name }) => !name.startsWith("new_"));
  return old.reduce((sum, space) => sum + space.space_used_size, 0) >= bytes;
}
