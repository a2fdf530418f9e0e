import { createHook, executionAsyncId } from "node:async_hooks";
import type { ReportTask } from "../src/findings/report.js";
import { captureFrames, isUserFrame, type RawFrame } from "./call-site.js";
import { nowMs } from "./clock.js";
import type { RunContext } from "./run-context.js";

/** A stack that the trap caught. */
export interface Caught {
  readonly atMs: number;
  readonly task: ReportTask | null;
  readonly slot: number;
  readonly asyncId: number;
  readonly frames: readonly RawFrame[];
}

const FRAMES = 31;
// A chain of microtasks that makes no promise in the user's own code is let go after as many promises of others.
const PROMISES = 200;

/**
 * Catches a chain of short microtasks in the act. A look at the stack falls between two of them (nearly always on Node 24 and 26),
 * or at the very beginning of one; but the next `await` makes a promise, and a hook on that runs in the midst of the user's
 * function. The hook is on for that moment only: it makes every await slower.
 */
export class MicrotaskTrap {
  readonly #runs: RunContext;
  readonly #onMicrotask: () => void;
  readonly #hook: ReturnType<typeof createHook>;
  #caught: Caught | null = null;
  #left = 0;
  #shut = false;
  #isReleasing = false;

  /** @param onMicrotask called in the microtask behind what was caught */
  constructor(runs: RunContext, onMicrotask: () => void) {
    this.#runs = runs;
    this.#onMicrotask = onMicrotask;
    const init = (_asyncId: number, type: string): void => {
      if (type === "PROMISE") this.#onPromise(init);
    };
    this.#hook = createHook({ init });
  }

  set(): void {
    if (this.#left > 0) return;
    this.#left = PROMISES;
    this.#hook.enable();
  }

  /** The hook goes with the next promise. */
  unset(): void {
    this.#left = 0;
  }

  /** Executes `fn`, whose promises are nobody's. */
  shutFor(fn: () => void): void {
    this.#shut = true;
    try {
      fn();
    } finally {
      this.#shut = false;
    }
  }

  /** What was caught since it was last asked for. */
  take(): Caught | null {
    const caught = this.#caught;
    this.#caught = null;
    return caught;
  }

  remove(): void {
    this.#left = 0;
    this.#hook.disable();
  }

  #onPromise(init: (...args: never[]) => unknown): void {
    if (this.#shut) return;
    if (this.#left === 0) {
      this.#release();
      return;
    }
    this.#left -= 1;
    const frames = captureFrames(FRAMES, init);
    if (frames.some(isUserFrame)) {
      this.#caught = {
        atMs: nowMs(),
        task: this.#runs.current()?.task ?? null,
        slot: this.#runs.slot(),
        asyncId: executionAsyncId(),
        frames,
      };
      this.#left = 0;
    }
    if (this.#left === 0) this.#release();
  }

  // Not at once: Node forgets to take its own hooks off V8's promises where one is disabled in the midst of a call of it.
  #release(): void {
    if (this.#isReleasing) return;
    this.#isReleasing = true;
    queueMicrotask(this.#letGo);
  }

  readonly #letGo = (): void => {
    this.#isReleasing = false;
    this.#onMicrotask();
    if (this.#left === 0) this.#hook.disable();
  };
}
