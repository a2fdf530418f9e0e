import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * How V8 keeps the heaps of hosts and supervisor. Both hold little for long: what a run or a job made is garbage when it ends. Left
 * alone, V8 lets that lie until the old generation is up to four times what lives in it. Whoever says a size of the young generation,
 * with `NODE_OPTIONS` or to `node`, gets that.
 *
 * The feed hub in turn on one machine, five rounds, peaks in MB: host 288 to 309 with V8's growth and 251 with twofold, at no fewer
 * feeds a second; 1.6-fold, 251 as well.
 */
const TWOFOLD = "--heap-growing-percent=100";

/** How far a half of a supervisor's young generation may grow, in bytes. */
const SUPERVISOR_HALF = 8 * 2 ** 20;

/**
 * Node's flags for a host. What a thousand runs hold while they wait is meant to outlive the default young generation, twice 16 MB
 * on Node 20, which copies it and moves it to the old one. Seven rounds of the feed hub, in turn on a quiet machine: 1.14 × BullMQ's
 * own worker with 16 MB, 1.22 with 32, 1.26 with 64, which takes more memory than it is worth.
 */
export function heapFlags(slots: number): string[] {
  if (slots === 1) return [];
  return [...(isSaid([]) ? [] : ["--max-semi-space-size=32"]), TWOFOLD];
}

/**
 * Keeps the old generation of this process, a supervisor, at twice what lives in it, and the young one at twice 8 MB. To be called
 * before the program is loaded, which may fill more.
 *
 * What is made for a job is garbage at once, and twice 16 MB only let it lie: in the feed hub peaks of 199 MB became 138 with
 * twice 8 (seven rounds, in turn), and no-op jobs took as much processor time as before (five rounds of 20,000); with twice 4 MB
 * they took 15 % more, with twice 1 MB 60 %.
 *
 * The most that it may be is fixed when V8 starts; by how much it grows is looked up at each growth. Told after every collection,
 * because V8 takes an idle process's back to 2 MB, from where it has to grow again.
 */
export function holdHeap(): void {
  setFlagsFromString(TWOFOLD);
  if (isSaid(process.execArgv)) return;
  let growth = 2;
  const hold = () => {
    const wanted = 2 * halfBytes() <= SUPERVISOR_HALF ? 2 : 1;
    if (wanted !== growth) setFlagsFromString(`--semi-space-growth-factor=${wanted}`);
    growth = wanted;
  };
  new PerformanceObserver(hold).observe({ entryTypes: ["gc"] });
  hold();
}

/** What a half of this process's holds at most, as large as it is now, in bytes. */
function halfBytes(): number {
  const half = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")!;
  return half.space_used_size + half.space_available_size;
}

/** @param own the flags of the process itself: its children have others */
function isSaid(own: readonly string[]): boolean {
  return [...own, process.env.NODE_OPTIONS ?? ""].some((flag) => /semi[-_]space/.test(flag));
}
