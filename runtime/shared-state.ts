/**
 * The memory that the main thread and the watchdog share.
 * The main thread is the only writer of all but `ASK`, `CONTROL`, `DOORBELL` and `UNSAID`; words of 4 and 8 aligned bytes
 * never tear.
 */

/** Int32 words; what is counted in them begins anew where 32 bits end. */
export const WORD = {
  /** Catalogue index + 1 of the wrapped call in progress; 0: none. */
  API: 0,
  /** Slot of the run that made the call; 0: none, or not known. */
  RUN: 1,
  /** Number of the call in progress: tells one long call from many short ones. */
  SEQ: 2,
  /** Number of the call whose site the watchdog wants when it returns. */
  ASK: 3,
  /** Number of the call that the site area describes; 0 while it is being written. */
  SITE_SEQ: 4,
  /** Length of the site area's text in bytes. */
  SITE_LENGTH: 5,
  /** Runs that began so far. */
  BEGUN: 6,
  /** What the unsaid area holds; 0: nothing, or whoever made it 0 is saying it. See `Unsaid`. */
  UNSAID: 10,
  /** Runs that settled so far: the others are in flight. */
  SETTLED: 9,
  /** Slot of the run in flight when it is the only one and may have to be ended; 0 else. */
  SOLE_RUN: 8,
  /** Life of the watchdog: see `CONTROL`. */
  CONTROL: 7,
  /** Not 0: a message waits for the watchdog, which sleeps outside of its own event loop while all is calm. */
  DOORBELL: 11,
  /** Garbage collections written to the log so far: see `GC_LOG`. */
  COLLECTIONS: 12,
  /** 1: nothing that holds this loop delays anybody, and nobody looks at it. See `Heartbeat`. */
  RESTING: 13,
  /** `BEGUN` and `SETTLED` together as they were when `MARK.RUN` was told last: see `ChangeClock`. */
  TOLD: 14,
} as const;

/**
 * Values of the word `CONTROL`. The watchdog's session ends in two steps: `DISCONNECTED` is said by the watchdog, `RELEASED`
 * by the main thread once it has taken its own end of the session apart.
 */
export const CONTROL = { RUNNING: 0, STOPPING: 1, DISCONNECTED: 2, RELEASED: 3 } as const;

/** Float64 marks, in ms of `nowMs`. */
export const MARK = {
  /** The loop turned: the heartbeat's timer fired. */
  TURN: 0,
  /** A probe in the `nextTick` queue fired: the callback that was on the stack has returned. */
  TICK: 1,
  /** A probe in the microtask queue fired: the synchronous code that was on the stack has returned. */
  MICRO: 2,
  /** A run began or settled. */
  RUN: 3,
} as const;

const WORDS = 16;
const MARKS = 8;
const SITE_BYTES = 16 * 1024;
/** Collections that the log holds, each as its start and end in ms of `nowMs`; the oldest are written over. */
export const GC_LOG = 256;
/** Room for the settlements of a few milliseconds; its last length fits 16 bits. */
export const UNSAID_BYTES = 64 * 1024;
/** Room for one run's identity: long custom job ids fit. */
export const SLOT_BYTES = 512;
/** Runs whose identity is in shared memory; further runs are named by capture only. Slot 0 means "none". */
export const SLOTS = 8192;

/** Pairs of a task's and its queue's name that are kept once; the runs of further ones hold their names themselves. */
export const NAMES = 4096;
export const NAMES_BYTES = 256;

/** Views on the shared memory. Untouched pages of the slots and names cost nothing. */
export interface SharedState {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly marks: Float64Array;
  readonly collections: Float64Array;
  readonly site: Buffer;
  readonly unsaid: Buffer;
  readonly slots: Buffer;
  readonly names: Buffer;
}

export function createSharedState(): SharedState {
  return viewSharedState(
    new SharedArrayBuffer(
      MARKS * 8 +
        WORDS * 4 +
        GC_LOG * 16 +
        SITE_BYTES +
        UNSAID_BYTES +
        SLOTS * SLOT_BYTES +
        NAMES * NAMES_BYTES,
    ),
  );
}

export function viewSharedState(buffer: SharedArrayBuffer): SharedState {
  const wordsAt = MARKS * 8;
  const collectionsAt = wordsAt + WORDS * 4;
  const siteAt = collectionsAt + GC_LOG * 16;
  const unsaidAt = siteAt + SITE_BYTES;
  const slotsAt = unsaidAt + UNSAID_BYTES;
  const namesAt = slotsAt + SLOTS * SLOT_BYTES;
  return {
    buffer,
    marks: new Float64Array(buffer, 0, MARKS),
    words: new Int32Array(buffer, wordsAt, WORDS),
    collections: new Float64Array(buffer, collectionsAt, GC_LOG * 2),
    site: Buffer.from(buffer, siteAt, SITE_BYTES),
    unsaid: Buffer.from(buffer, unsaidAt, UNSAID_BYTES),
    slots: Buffer.from(buffer, slotsAt, SLOTS * SLOT_BYTES),
    names: Buffer.from(buffer, namesAt, NAMES * NAMES_BYTES),
  };
}
