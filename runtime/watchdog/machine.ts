import { openSync, readSync } from "node:fs";

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
}

// The watchdog's own delay counts as a stop of the whole process from here on, in ms.
const STOPPED_MS = 50;

/**
 * Measures what becomes of the main thread's time. Linux tells how long it had a processor and whether it wants one. A
 * stop of the process or of the whole machine shows in this thread being late without having waited for a processor: a
 * machine that was suspended counts the time as the processor's.
 */
export class ThreadClock {
  readonly #files = openFiles();
  readonly #buffer = Buffer.alloc(1024);
  #last: Reading | null = null;

  /** Whether the thread slept when it was last measured. */
  get sleeps(): boolean {
    return this.#last?.sleeps === true;
  }

  /** Since the measurement before, as far back as `sinceMs`. The watchdog itself was `lateMs` late. */
  measure(nowMs: number, sinceMs: number, lateMs: number): ThreadTime {
    const last = this.#last;
    const reading = this.#read(nowMs, false);
    this.#last = reading;
    const intervalMs = nowMs - Math.max(sinceMs, last?.atMs ?? sinceMs);
    const queuedMs = reading && last ? reading.ownQueueMs - last.ownQueueMs : 0;
    const stoppedMs = lateMs > STOPPED_MS ? Math.max(0, Math.min(lateMs, intervalMs) - queuedMs) : 0;
    const span = { fromMs: last?.atMs ?? nowMs, toMs: nowMs };
    if (!reading || !last) return { ...span, cpuMs: null, lostMs: stoppedMs };
    const cpuMs = Math.min(reading.cpuMs - last.cpuMs, nowMs - last.atMs - stoppedMs);
    // A thread that sleeps now has waited before, and the system knows for how long; of one that waits still it does not.
    const hasWaited = reading.sleeps !== false || last.sleeps === null;
    const offMs = Math.max(0, intervalMs - cpuMs);
    const waitedMs = hasWaited ? Math.min(reading.queueMs - last.queueMs, offMs) : intervalMs - cpuMs;
    return { ...span, cpuMs, lostMs: Math.max(stoppedMs, waitedMs) };
  }

  /** The same while the loop turns: nothing is lost then. */
  measureCalm(nowMs: number): ThreadTime {
    const last = this.#last;
    const reading = this.#read(nowMs, true);
    this.#last = reading;
    return {
      fromMs: last?.atMs ?? nowMs,
      toMs: nowMs,
      cpuMs: reading && last && reading.cpuMs - last.cpuMs,
      lostMs: 0,
    };
  }

  #read(atMs: number, calm: boolean): Reading | null {
    if (!this.#files) return null;
    const { main, own, stat } = this.#files;
    const [cpuMs = NaN, queueMs = NaN] = this.#times(main);
    const [, ownQueueMs = NaN] = this.#times(own);
    if (calm) return { atMs, cpuMs, queueMs, ownQueueMs, sleeps: null };
    const text = this.#contents(stat);
    // The name before the state is the program's and may hold anything: it ends with the last parenthesis.
    const state = text[text.lastIndexOf(")") + 2];
    return { atMs, cpuMs, queueMs, ownQueueMs, sleeps: state === "S" || state === "D" };
  }

  /** Time on a processor, and time waited for one, in ms. */
  #times(fd: number): number[] {
    return this.#contents(fd)
      .split(" ", 2)
      .map((nanoseconds) => Number(nanoseconds) / 1e6);
  }

  #contents(fd: number): string {
    return this.#buffer.toString("latin1", 0, readSync(fd, this.#buffer, 0, this.#buffer.length, 0));
  }
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
