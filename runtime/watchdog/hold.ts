import type { ReportTask } from "../../src/findings/report.js";
import { isBetweenMicrotasks, isUserFrame, type RawFrame } from "../call-site.js";
import { runKey } from "../run-context.js";
import { isLoaderScript } from "./loader.js";
import { Pieces } from "./pieces.js";

/** What the shared memory showed at one look; all times in ms of `nowMs`. */
export interface Look {
  readonly atMs: number;
  readonly turnMs: number;
  readonly runMarkMs: number;
  readonly tickMs: number;
  readonly microMs: number;
  /** The wrapped call in progress. */
  readonly crumb: CrumbLook | null;
}

/** What a look at `atMs` would have shown, as far as the younger one still tells. */
export function lookBefore(look: Look, atMs: number): Look {
  const upTo = (mark: number): number => (mark <= atMs ? mark : 0);
  return {
    ...look,
    turnMs: upTo(look.turnMs),
    runMarkMs: upTo(look.runMarkMs),
    tickMs: upTo(look.tickMs),
    microMs: upTo(look.microMs),
    crumb: null,
  };
}

export interface CrumbLook {
  readonly api: number;
  readonly seq: number;
  /** Null: outside of any run. Undefined: not known. */
  readonly task: ReportTask | null | undefined;
}

/** What a look at the main thread's stack showed. It was asked for at `fromMs` and served at `atMs`. */
export interface Answer {
  readonly fromMs: number;
  readonly atMs: number;
  readonly task: ReportTask | null;
  /** Where shared memory names the run; below 1: nowhere. */
  readonly slot: number;
  readonly frames: readonly RawFrame[];
  readonly api: number;
  readonly asyncId: number;
  readonly probed: boolean;
}

/** The same, with what is known of its wait: for `lostMs` of it the thread had no processor. */
export interface Sample extends Answer {
  readonly lostMs: number;
}

// A look at the stack is served within a millisecond; one that took this long waited for native code, in ms.
const LATE_MS = 15;

/** Whether a look at the stack had to wait for native code, and not for the machine. */
export function isLate(sample: Sample): boolean {
  return waitMs(sample) >= LATE_MS;
}

/** For how long native code kept a look at the stack waiting. */
export function waitMs({ fromMs, atMs, lostMs }: Sample): number {
  return atMs - fromMs - lostMs;
}

/** One wrapped call as seen over several looks. */
export interface CallTrace {
  readonly api: number;
  readonly seq: number;
  readonly task: ReportTask | null | undefined;
  readonly firstMs: number;
  lastMs: number;
}

/**
 * A stretch of time in which, for all that is known, one and the same callback, or one run's chain of microtasks,
 * held the loop.
 */
export interface Hold {
  readonly sinceMs: number;
  readonly samples: Sample[];
  readonly calls: CallTrace[];
  /** A chain of microtasks, not one piece of synchronous code: see `Pieces`. */
  microtasks: boolean;
  /** Node's module loader was at work, with no code of the user's on the stack. */
  loading: boolean;
  /** Time that the thread had a processor; null where the system does not tell. */
  cpuMs: number | null;
  /** Time that the machine took: see `ThreadTime`. */
  lostMs: number;
  /** Time for which the watchdog itself waited for a processor. */
  ownQueueMs: number;
  /** Time in which a debugger is known to have paused the thread: see `PauseDetector`. */
  pausedMs: number;
  endMs: number | null;
}

/**
 * Cuts the time in which the loop does not turn into holds. A loop that is late because a thousand callbacks each
 * did a little shows many short holds; a loop that stands still shows one long one.
 *
 * A hold ends when the loop turns, when a run starts or settles, when a probe in the `nextTick` queue fires (the
 * callback on the stack has returned), or when the evidence names another run.
 */
export class HoldTracker {
  #hold: Hold;
  #lastEvidenceMs: number;
  #key: string | undefined;
  /** A tick probe fired, and it is not known yet whether the run goes on in further ticks. */
  #pendingTickMs: number | null = null;
  /** Up to here, fired tick probes have been found to be links of one run's chain of ticks. */
  #excusedTickMs = 0;
  #pieces = new Pieces();

  constructor(atMs: number) {
    this.#hold = newHold(atMs);
    this.#lastEvidenceMs = atMs;
  }

  get current(): Hold {
    return this.#hold;
  }

  /** Takes note of a look; gives the hold that had ended by then. */
  look(look: Look): Hold | null {
    const since = this.#hold.sinceMs;
    const ends = [look.turnMs, look.runMarkMs].filter((mark) => mark > since);
    if (look.tickMs > Math.max(since, this.#excusedTickMs)) {
      if (this.#mayBeTickStarvation()) this.#pendingTickMs ??= look.tickMs;
      else ends.push(look.tickMs);
    }
    this.#pieces.fired(look.microMs);
    if (ends.length > 0) {
      // What ran between the first and the last of these marks was short: this look is not far from the one before.
      // After a stop of the process it is, and then there is no evidence either: the time is the hold's as a whole.
      const chained = this.#excusedTickMs > since;
      const firstMs = Math.min(...ends, chained ? Infinity : (this.#pendingTickMs ?? Infinity));
      const lastMs = Math.max(...ends);
      const hasEvidence = this.#hold.samples.length > 0 || this.#hold.calls.length > 0;
      return this.#end(hasEvidence ? firstMs : lastMs, lastMs);
    }
    if (!look.crumb) return null;
    const ended = this.#switchTo(look.crumb.task, look.atMs, look.atMs);
    this.#noteCrumb(look.crumb, look.atMs);
    return ended;
  }

  /** The loop turned, and nothing else is known. False: there is evidence, which takes a look to be judged. */
  turned(turnMs: number): boolean {
    if (this.#hold.samples.length > 0 || this.#hold.calls.length > 0) return false;
    if (turnMs > this.#hold.sinceMs) this.#end(turnMs, turnMs);
    return true;
  }

  /** Takes note of a sample that is younger than the current hold's start; gives the hold that it proves ended. */
  sample(sample: Sample): Hold | null {
    // Without a frame of the user's on the stack, the run in context may be the one before or the one after.
    if (!sample.frames.some(isUserFrame)) {
      if (isBetweenMicrotasks(sample.frames)) this.#pieces.between();
      this.#hold.loading ||= sample.frames.some(([, script]) => script !== null && isLoaderScript(script));
      return null;
    }
    let ended: Hold | null = null;
    if (this.#pendingTickMs !== null) {
      const goesOn = ticksAtBottom(sample) && keyOf(sample.task) === this.#key;
      if (goesOn) {
        this.#excusedTickMs = sample.atMs;
        this.#pendingTickMs = null;
      } else ended = this.#end(this.#pendingTickMs, this.#pendingTickMs);
    }
    ended = this.#switchTo(sample.task, sample.fromMs, sample.atMs) ?? ended;
    this.#hold.samples.push(sample);
    this.#pieces.sample(sample);
    this.#hold.microtasks = this.#pieces.chained;
    return ended;
  }

  #noteCrumb(crumb: CrumbLook, atMs: number): void {
    const last = this.#hold.calls.at(-1);
    if (last?.seq === crumb.seq) last.lastMs = atMs;
    else this.#hold.calls.push({ ...crumb, firstMs: atMs, lastMs: atMs });
  }

  #switchTo(task: ReportTask | null | undefined, fromMs: number, atMs: number): Hold | null {
    if (task === undefined) return null;
    const key = keyOf(task);
    let ended: Hold | null = null;
    if (this.#key !== undefined && this.#key !== key) {
      // It changed between two pieces of evidence: the middle is off by half their distance at most.
      const middleMs = Math.max(this.#hold.sinceMs, (this.#lastEvidenceMs + fromMs) / 2);
      ended = this.#end(middleMs, middleMs);
    }
    this.#key = key;
    this.#lastEvidenceMs = atMs;
    return ended;
  }

  #end(endMs: number, nextMs: number): Hold {
    const ended = this.#hold;
    ended.endMs = endMs;
    this.#hold = newHold(nextMs);
    this.#key = undefined;
    this.#pieces = new Pieces();
    this.#lastEvidenceMs = nextMs;
    this.#pendingTickMs = null;
    return ended;
  }

  // A run that queues tick after tick lets probes fire while nothing else gets its turn.
  #mayBeTickStarvation(): boolean {
    const { samples } = this.#hold;
    return samples.length > 0 && samples.every((sample) => sample.task !== null && ticksAtBottom(sample));
  }
}

/**
 * How long a hold is proven to have lasted. Time before the first evidence counts in part only:
 * it may have been somebody else's.
 */
export function heldMs(hold: Hold, nowMs: number, thresholdMs: number): number {
  const first = Math.min(hold.samples[0]?.fromMs ?? Infinity, hold.calls[0]?.firstMs ?? Infinity);
  const grace = thresholdMs * 0.5;
  const sinceMs = Number.isFinite(first) && first - hold.sinceMs > grace ? first - grace : hold.sinceMs;
  return (hold.endMs ?? nowMs) - sinceMs;
}

/**
 * Whether the evidence of a hold reaches far enough to blame somebody. One sample proves that a run executed at that
 * moment; a watchdog that was late itself may have missed a hundred others since. Without any, nobody can be blamed.
 */
export function isProven(hold: Hold, thresholdMs: number): boolean {
  const spans = hold.calls.map((call) => call.lastMs - call.firstMs);
  const [first, last] = [hold.samples[0], hold.samples.at(-1)];
  if (!first && spans.length === 0) return true;
  if (first && last) spans.push(last.atMs - first.fromMs);
  return Math.max(0, ...spans) >= thresholdMs * 0.4;
}

/** The run that a hold's evidence names. Null: code outside of any run. Undefined: there is no evidence. */
export function culpritOf(hold: Hold): ReportTask | null | undefined {
  const sample = hold.samples.at(-1);
  if (sample) return sample.task;
  return hold.calls.findLast((call) => call.task !== undefined)?.task;
}

function newHold(sinceMs: number): Hold {
  return {
    sinceMs,
    samples: [],
    calls: [],
    microtasks: false,
    loading: false,
    cpuMs: null,
    lostMs: 0,
    ownQueueMs: 0,
    pausedMs: 0,
    endMs: null,
  };
}

function keyOf(task: ReportTask | null): string {
  return task === null ? "" : runKey(task);
}

// Below it lie timers, or nothing.
function ticksAtBottom({ frames }: Sample): boolean {
  return frames.some(([name, script]) => name === "processTicksAndRejections" && isNodes(script));
}

function isNodes(script: string | null): boolean {
  return script?.startsWith("node:") === true;
}
