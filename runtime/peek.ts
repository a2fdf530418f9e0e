import { executionAsyncId } from "node:async_hooks";
import type { ReportTask } from "../src/findings/report.js";
import { captureFrames, isBetweenMicrotasks, type RawFrame } from "./call-site.js";
import { nowMs } from "./clock.js";
import type { GcLog } from "./gc-log.js";
import { MicrotaskTrap, type Caught } from "./microtask-trap.js";
import { mainGlobal } from "./realm.js";
import type { RunContext } from "./run-context.js";
import type { ScriptMaps } from "./script-maps.js";
import { MARK, WORD, type SharedState } from "./shared-state.js";

/** What the watchdog evaluates on the main thread, in the midst of whatever runs there. */
export const PEEK_SYMBOL = "loopward.guard.peek";
export const PEEK_EXPRESSION = `globalThis[Symbol.for("${PEEK_SYMBOL}")]?.()`;

/** What the main thread was doing when the watchdog looked. `null` as task: no run was executing. */
export interface Peek {
  readonly atMs: number;
  readonly task: ReportTask | null;
  /** Where shared memory names it; below 1: nowhere. */
  readonly slot: number;
  readonly frames: readonly RawFrame[];
  /** Catalogue index + 1 of the wrapped call in progress; 0: none. */
  readonly api: number;
  /** Identity of the execution, as `async_hooks` counts; 0 where it does not. */
  readonly asyncId: number;
  /** Whether probes were queued. */
  readonly probed: boolean;
  /** Caught between this look and the one before, where that fell between two microtasks. */
  readonly caught: Caught | null;
}

const FRAMES = 31;
const { stringify } = JSON;

/**
 * Installs the hook that tells the watchdog what is on the stack.
 * V8 serves the evaluation at its next interrupt check, inside loops and backtracking regular expressions too.
 */
export function installPeek(
  state: SharedState,
  runs: RunContext,
  maps: ScriptMaps,
  gcLog: GcLog,
): { remove(): void } {
  const hook = Symbol.for(PEEK_SYMBOL);
  const tick = (): void => {
    state.marks[MARK.TICK] = nowMs();
  };
  const micro = (): void => {
    state.marks[MARK.MICRO] = nowMs();
  };
  const probe = (): void => {
    process.nextTick(tick);
    void Promise.resolve().then(micro);
  };
  const trap = new MicrotaskTrap(runs, micro);
  let betweenInTurnMs = -1;
  const peek = (): string => {
    const atMs = nowMs();
    // The innermost frame is the evaluated expression itself.
    const frames = captureFrames(FRAMES, peek).slice(1);
    const probed = mayProbe(frames);
    if (probed) trap.shutFor(probe);
    maps.share(frames);
    const task = runs.current()?.task ?? null;
    const slot = runs.slot();
    const turnMs = state.marks[MARK.TURN] ?? 0;
    gcLog.stands(atMs - turnMs);
    // Between microtasks, twice in one turn of the loop: it runs one after the other. A function that is entered again behind
    // an await has no line yet.
    const between = isBetweenMicrotasks(frames);
    if (isEnteredAgain(frames) || (between && turnMs === betweenInTurnMs)) trap.set();
    else if (!between) trap.unset();
    betweenInTurnMs = between ? turnMs : -1;
    const caught = trap.take();
    if (caught) maps.share(caught.frames);
    const api = state.words[WORD.API] ?? 0;
    return stringify({
      atMs,
      task,
      slot,
      frames,
      api,
      asyncId: executionAsyncId(),
      probed,
      caught,
    } satisfies Peek);
  };
  Object.defineProperty(mainGlobal, hook, { value: peek, configurable: true });
  return {
    remove() {
      Reflect.deleteProperty(mainGlobal, hook);
      trap.remove();
    },
  };
}

/** Whether the microtask queue has just entered the function on top, and nothing else did. */
function isEnteredAgain([top, caller]: readonly RawFrame[]): boolean {
  return top?.[5] === true && (caller === undefined || caller[4] || isBetweenMicrotasks([caller]));
}

/**
 * A probe is queued only where the user's own code could queue one: on top of the stack is a user's function.
 * In the midst of Node's internals it is not safe: a tick queued just before `processTicksAndRejections` lowers its
 * flag leaves every later tick of the process waiting for ever (seen within seconds of peeking at 3 kHz).
 */
function mayProbe(frames: readonly RawFrame[]): boolean {
  const top = frames.find(([, script]) => script !== null && script !== "");
  return top !== undefined && !top[4] && (top[1] ?? "").startsWith("node:") === false;
}
