// A thread's first call takes up to a millisecond, by which its clock would be ahead of the others'.
performance.now();
// Every thread counts `performance.now()` from its own start; `hrtime` is one clock for the whole process.
const [seconds, nanoseconds] = process.hrtime();
const offsetMs = seconds * 1e3 + nanoseconds / 1e6 - performance.now();
const wallOffsetMs = Date.now() - seconds * 1e3 - nanoseconds / 1e6;

/** Milliseconds of the process's monotonic clock: the same in the main thread and in the watchdog. */
export function nowMs(): number {
  return offsetMs + performance.now();
}

/** The moment of that clock that is `performanceMs` on this thread's `performance.now()`. */
export function clockMs(performanceMs: number): number {
  return offsetMs + performanceMs;
}

/** ISO 8601 of a moment that `nowMs` gave. */
export function isoTime(atMs: number): string {
  return new Date(wallOffsetMs + atMs).toISOString();
}
