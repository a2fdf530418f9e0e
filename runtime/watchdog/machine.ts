import { openSync, readSync } from "node:fs";

/** What the system says of the main thread at one moment. */
interface Reading {
  readonly atMs: number;
  /** Time on a processor so far, in ms. */
  readonly cpuMs: number;
  /** Waits for something (a file, a child, a lock), and not for a processor. */
  readonly sleeps: boolean;
}

// The watchdog's own delay counts as a stop of the whole process from here on, in ms.
const STOPPED_MS = 50;

/**
 * Measures the time that the machine takes from the main thread: it was ready to run and waited for a processor, or
 * the whole process was stopped. Linux tells the first; the second shows in this thread being late as well.
 */
export class LostTime {
  readonly #files = openFiles();
  readonly #buffer = Buffer.alloc(1024);
  #last: Reading | null = null;

  /**
   * Time lost since the reading before, as far back as `sinceMs`. The watchdog itself was `lateMs` late.
   * Below zero where the system counts processor time late, by up to a tick of its clock: only sums tell.
   */
  measure(nowMs: number, sinceMs: number, lateMs: number): number {
    const last = this.#last;
    const reading = this.#read(nowMs);
    this.#last = reading;
    const intervalMs = nowMs - Math.max(sinceMs, last?.atMs ?? sinceMs);
    const usedMs = reading && last ? reading.cpuMs - last.cpuMs : 0;
    if (reading && last && !reading.sleeps) return intervalMs - usedMs;
    return lateMs > STOPPED_MS ? Math.max(0, Math.min(lateMs, intervalMs) - usedMs) : 0;
  }

  /** Nothing was lost so far: what is measured next counts from then on. */
  forget(): 0 {
    this.#last = null;
    return 0;
  }

  #read(atMs: number): Reading | null {
    if (!this.#files) return null;
    const cpuMs = Number(this.#contents(this.#files.schedstat).split(" ", 1)[0]) / 1e6;
    const stat = this.#contents(this.#files.stat);
    // The name before the state is the program's and may hold anything: it ends with the last parenthesis.
    const state = stat[stat.lastIndexOf(")") + 2];
    return { atMs, cpuMs, sleeps: state === "S" || state === "D" };
  }

  #contents(fd: number): string {
    return this.#buffer.toString("latin1", 0, readSync(fd, this.#buffer, 0, this.#buffer.length, 0));
  }
}

// The main thread's id is the process's.
function openFiles(): { schedstat: number; stat: number } | null {
  try {
    const folder = `/proc/self/task/${process.pid}`;
    return { schedstat: openSync(`${folder}/schedstat`, "r"), stat: openSync(`${folder}/stat`, "r") };
  } catch {
    return null;
  }
}
