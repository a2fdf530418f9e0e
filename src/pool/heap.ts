import { availableParallelism } from "node:os";
import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * How V8 keeps the heaps of hosts and supervisor. Both hold little for long: what a run or a job made is garbage when it ends. Left
 * alone, V8 lets that lie until the old generation is up to four times what lives in it. Whoever says a size of the young generation,
 * with `NODE_OPTIONS` or to `node`, gets that.
 *
 * Peaks in MB, in turn on one machine: a host of the feed hub 288 to 309 with V8's own growth, 251 with twofold and with 1.6-fold
 * (five rounds, too few to tell a difference in feeds a second). A supervisor of no-op jobs 165 to 179 with V8's own, 143 to 153
 * twofold, 138 to 148 with 1.75, 136 to 141 with 1.6, 134 to 140 with 1.5 (five rounds of 20,000, at no more processor time).
 */
const TWOFOLD = "--heap-growing-percent=100";
const SUPERVISOR_GROWTH = "--heap-growing-percent=60";

/**
 * V8 makes what it expects to live long in the old generation at once. Runs that wait live long, and what they refer to when they have
 * ended then outlives all collections of the young generation. On Node 24 about every other guarded host of the feed hub took a third more
 * processor time for a feed so (`npm run bench:guard -- feed hub`: 0.83 of no guard, and 1.01 with this); on Node 20, 22 and 26 none was seen to.
 */
const YOUNG_AT_FIRST = "--no-allocation-site-pretenuring";
const EXPECTS_TOO_MUCH = 24;

/**
 * V8 empties an idle process's heap, and lets it grow from there anew: a worker whose jobs come in bursts pays that in each of them. Two
 * hosts of the feed hub, 5,000 feeds after a minute without any, eight rounds in turn with workers that had the flag: 1,842 feeds a second
 * (1,640 to 1,937) at 0.79 ms of the worker's processor time each, and 2,125 (1,938 to 2,195) at 0.66 with it. A host of a thousand slots then
 * keeps 250 MB where V8 alone gives back half after half a minute: what the next burst takes again.
 */
const KEEPS_ROOM = "--no-memory-reducer";

/** How far a half of a supervisor's young generation may grow, in bytes: Node 20's default. */
const SUPERVISOR_HALF = 16 * 2 ** 20;

/** Node's default, however few processors there are. */
const HELPERS = 4;

/**
 * Node's flags for a host. What a thousand runs hold while they wait is meant to outlive the default young generation, twice 16 MB
 * on Node 20, which copies it and moves it to the old one. Seven rounds of the feed hub, in turn on a quiet machine: 1.14 × BullMQ's
 * own worker with 16 MB, 1.22 with 32, 1.26 with 64, which takes more memory than it is worth.
 */
export function heapFlags(slots: number, node = process.versions.node): string[] {
  if (slots === 1) return [];
  const isYoung = parseInt(node, 10) >= EXPECTS_TOO_MUCH ? [YOUNG_AT_FIRST] : [];
  return [...(isSaid([]) ? [] : ["--max-semi-space-size=32"]), TWOFOLD, KEEPS_ROOM, ...isYoung];
}

/**
 * Node's flags for the threads that help V8 in a host, with its collections above all: no more than the host's share of the
 * processors. Helpers that have to wait for one hold up the thread that they help.
 * @param hosts of the pool
 */
export function helperFlags(hosts: number, processors = availableParallelism()): string[] {
  const share = Math.max(1, Math.min(HELPERS, Math.floor(processors / hosts)));
  return share === HELPERS || isSaid([], /v8[-_]pool[-_]size/) ? [] : [`--v8-pool-size=${share}`];
}

/**
 * Keeps the old generation of this process, a supervisor, at 1.6 times what lives in it, and the young one at twice 16 MB. To be called
 * before the program is loaded, which may fill more.
 *
 * Node 24 lets the young generation grow to twice 64 MB, and what is made for a job is garbage at once: no-op jobs had a peak of 229 MB
 * there, and 156 so, at no more processor time (three rounds of 20,000, in turn). With twice 8 MB on Node 20, jobs took a tenth more.
 *
 * The most that it may be is fixed when V8 starts; by how much it grows is looked up at each growth. Told after every collection,
 * because V8 takes an idle process's back to 2 MB, from where it has to grow again.
 */
export function holdHeap(): void {
  holdOldGeneration();
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

/** Keeps the old generation of this process, one that stays up, at 1.6 times what lives in it. */
export function holdOldGeneration(): void {
  setFlagsFromString(SUPERVISOR_GROWTH);
}

/** What a half of this process's holds at most, as large as it is now, in bytes. */
function halfBytes(): number {
  const half = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")!;
  return half.space_used_size + half.space_available_size;
}

/** @param own the flags of the process itself: its children have others */
function isSaid(own: readonly string[], flag = /semi[-_]space/): boolean {
  return [...own, process.env.NODE_OPTIONS ?? ""].some((said) => flag.test(said));
}
