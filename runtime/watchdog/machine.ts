import { openSync, readSync } from "node:fs";
import { Waits } from "./waits.js";

/** What the system says of the main thread at one moment. */
interface Reading {
  readonly atMs: number;
  /** Time on a processor so far, in ms. */
  readonly cpuMs: number;
  /** Waits for something (a file, a child, a lock), and not for a processor. Not asked while all is calm: null. */
  readonly sleeps: boolean | null;
  /** Time for which it has waited for a processor so far, in ms. */
  readonly queueMs: number;
  /** The same of the watchdog's own thread. */
  readonly ownQueueMs: number;
}

/** What became of the main thread's time since the measurement before. */
export interface ThreadTime {
  readonly fromMs: number;
  readonly toMs: number;
  /** It had a processor; null where the system does not tell. */
  readonly cpuMs: number | null;
  /**
   * The machine took it: the thread was ready to run and waited for a processor, or the whole process was stopped.
   * Below zero where the system counts processor time late, by up to a tick of its clock: only sums tell.
   */
  readonly lostMs: number;
  /** The watchdog's own thread waited for a processor: all processors had other work. */
  readonly ownQueueMs: number;
}

// The watchdog's own delay counts as a stop of the whole process from here on, in ms.
const STOPPED_MS = 50;

// While all is calm, the time for which the watchdog's own thread waited for a processor may be told wrongly by so much, in ms.
const OWN_SLACK_MS = 2;

/**
 * Measures what becomes of the main thread's time. Linux tells how long it had a processor and whether it wants one. A
 * stop of the process or of the whole machine shows in this thread being late without having waited for a processor: a
 * machine that was suspended counts the time as the processor's.
 */
export class ThreadClock {
  readonly #files = openFiles();
  readonly #buffer = Buffer.alloc(1024);
  readonly #waits = new Waits();
  #last: Reading | null = null;
  /** What was noted and not read yet: the last note, and the one before. */
  #note = newNote();
  #before = newNote();
  /** What the system said last of this thread, which may have waited for a processor for `slackMs` since. */
  readonly #own = { text: Buffer.alloc(NOTE_BYTES), length: 0, slackMs: 0 };

  /** Whether the thread slept when it was last measured. */
  get sleeps(): boolean {
    return this.#last?.sleeps === true;
  }

  /** Since the measurement before, as far back as `sinceMs`. The watchdog itself was `lateMs` late. */
  measure(nowMs: number, sinceMs: number, lateMs: number): ThreadTime {
    const last = this.#last;
    const reading = this.#readNow(nowMs);
    this.#last = reading;
    const intervalMs = nowMs - Math.max(sinceMs, last?.atMs ?? sinceMs);
    const queuedMs = reading && last ? reading.ownQueueMs - last.ownQueueMs : 0;
    const stoppedMs = lateMs > STOPPED_MS ? Math.max(0, Math.min(lateMs, intervalMs) - queuedMs) : 0;
    const span = { fromMs: last?.atMs ?? nowMs, toMs: nowMs, ownQueueMs: queuedMs };
    if (!reading || !last) return { ...span, cpuMs: null, lostMs: stoppedMs };
    const cpuMs = Math.min(reading.cpuMs - last.cpuMs, nowMs - last.atMs - stoppedMs);
    // A thread that sleeps now has waited before, and the system knows for how long; of one that waits still it does not.
    const hasWaited = reading.sleeps !== false || last.sleeps === null;
    const offMs = intervalMs - cpuMs;
    const waitedMs = this.#waits.told(reading.queueMs - last.queueMs, hasWaited ? "open" : "waiting", offMs);
    return { ...span, cpuMs, lostMs: Math.max(stoppedMs, waitedMs) };
  }

  /** The same while the loop turns: nothing is lost then. */
  measureCalm(nowMs: number): ThreadTime {
    this.note(nowMs, Infinity);
    return this.readNotes();
  }

  /**
   * Notes the system's words while the loop turns, which are seldom worth reading. The watchdog itself was `lateMs` late: it
   * waited for a processor no longer than that, so that there is no need to ask each time.
   */
  note(atMs: number, lateMs: number): void {
    if (!this.#files) return;
    [this.#note, this.#before] = [this.#before, this.#note];
    const note = this.#note;
    note.atMs = atMs;
    note.length = readSync(this.#files.main, note.text, 0, NOTE_BYTES, 0);
    const own = this.#own;
    own.slackMs += Math.max(0, lateMs);
    if (own.length > 0 && own.slackMs <= OWN_SLACK_MS) return;
    own.slackMs = 0;
    own.length = readSync(this.#files.own, own.text, 0, NOTE_BYTES, 0);
  }

  /** Reads the notes: what became of the time between the last and the one before. */
  readNotes(): ThreadTime {
    const last = this.#read(this.#before) ?? this.#last;
    const reading = this.#read(this.#note);
    this.#last = reading;
    this.#waits.forget();
    this.#note.atMs = this.#before.atMs = 0;
    return {
      fromMs: last?.atMs ?? reading?.atMs ?? 0,
      toMs: reading?.atMs ?? 0,
      cpuMs: reading && last && reading.cpuMs - last.cpuMs,
      lostMs: 0,
      ownQueueMs: 0,
    };
  }

  #read({ atMs, text, length }: Note): Reading | null {
    if (atMs === 0) return null;
    const [cpuMs = NaN, queueMs = NaN] = timesIn(text.toString("latin1", 0, length));
    const [, ownQueueMs = NaN] = timesIn(this.#own.text.toString("latin1", 0, this.#own.length));
    return { atMs, cpuMs, queueMs, ownQueueMs, sleeps: null };
  }

  #readNow(atMs: number): Reading | null {
    if (!this.#files) return null;
    this.note(atMs, Infinity);
    const reading = this.#read(this.#note);
    this.#note.atMs = this.#before.atMs = 0;
    // The name before the state is the program's and may hold anything: it ends with the last parenthesis.
    const length = readSync(this.#files.stat, this.#buffer, 0, this.#buffer.length, 0);
    const text = this.#buffer.toString("latin1", 0, length);
    const state = text[text.lastIndexOf(")") + 2];
    return reading && { ...reading, sleeps: state === "S" || state === "D" };
  }
}

/** What the system said of the main thread. */
interface Note {
  /** 0: nothing is noted. */
  atMs: number;
  readonly text: Buffer;
  length: number;
}

// Three numbers of nanoseconds and counts: they fit for thousands of years.
const NOTE_BYTES = 64;

function newNote(): Note {
  return { atMs: 0, text: Buffer.alloc(NOTE_BYTES), length: 0 };
}

/** Time on a processor, and time waited for one, in ms. */
function timesIn(schedstat: string): number[] {
  return schedstat.split(" ", 2).map((nanoseconds) => Number(nanoseconds) / 1e6);
}

interface ThreadFiles {
  readonly main: number;
  readonly own: number;
  readonly stat: number;
}

// The main thread's id is the process's.
function openFiles(): ThreadFiles | null {
  try {
    const folder = `/proc/self/task/${process.pid}`;
    return {
      main: openSync(`${folder}/schedstat`, "r"),
      own: openSync("/proc/thread-self/schedstat", "r"),
      stat: openSync(`${folder}/stat`, "r"),
    };
  } catch {
    return null;
  }
}
