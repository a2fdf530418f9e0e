import { apiName } from "../../src/catalogue/api-name.js";
import { catalogue } from "../../src/catalogue/index.js";
import { BlockingCallError } from "../../src/findings/run-errors.js";
import { captureFrames, isUserFrame, type RawFrame } from "../call-site.js";
import { nowMs } from "../clock.js";
import type { RunContext } from "../run-context.js";
import type { ScriptMaps } from "../script-maps.js";
import type { BlockingCallNote, SiteCount } from "./notes.js";
import type { StrictOptions } from "./options.js";

const FRAMES = 24;
// Counts of sites that are known already are told this often at most, in ms.
const COUNT_EVERY_MS = 1_000;
// Call sites times tasks; a program that has more is told of the first ones.
const MAX_SITES = 1_000;
const LOADER = "node:internal/modules/";

type Tell = (
  message:
    { type: "blocking-call"; note: BlockingCallNote } | { type: "blocking-counts"; counts: SiteCount[] },
) => void;

/**
 * Reports every blocking call inside a run, however short: one record a call site and task, which is written when the
 * first call begins, and again with the count as more calls follow.
 */
export class StrictMode {
  readonly #options: StrictOptions;
  readonly #runs: RunContext;
  readonly #maps: ScriptMaps;
  readonly #tell: Tell;
  readonly #allowed: ReadonlySet<string>;
  readonly #allowedInside: ReadonlySet<string>;
  readonly #sites = new Map<string, SiteCount>();
  readonly #dirty = new Set<SiteCount>();
  #timer: NodeJS.Timeout | null = null;
  /** The call under way is the mode's own: to look at a stack may read source maps. */
  #busy = false;

  constructor(options: StrictOptions, runs: RunContext, maps: ScriptMaps, tell: Tell) {
    this.#options = options;
    this.#runs = runs;
    this.#maps = maps;
    this.#tell = tell;
    this.#allowed = new Set(options.allow);
    this.#allowedInside = new Set(options.allowInside);
    // Before the watchdog is told that this is the end.
    process.prependListener("exit", this.#flush);
  }

  /**
   * Called before each blocking call.
   * @param api index in the catalogue + 1
   * @param below the wrapper, whose caller makes the call
   * @returns null: nobody minds this call
   * @throws BlockingCallError in the mode `throw`
   */
  enter(api: number, below: (...args: never[]) => unknown): SiteCount | null {
    const run = this.#runs.current();
    const entry = catalogue[api - 1];
    if (this.#busy || !run || !entry) return null;
    const name = apiName(entry);
    if (this.#allowed.has(name) || this.#allowed.has(entry.module)) return null;
    this.#busy = true;
    try {
      const frames = captureFrames(FRAMES, below);
      if (frames.some(([fn]) => fn !== null && this.#allowedInside.has(fn))) return null;
      const site = this.#siteOf(api, run.task.name, frames, () => {
        this.#maps.share(frames);
        const { task } = run;
        return { api, task, frames, atMs: nowMs() };
      });
      // A module that could not be loaded for it would be no help; nor would Node's loader know what to do.
      if (this.#options.action === "throw" && !isLoading(frames))
        throw new BlockingCallError(run.task.name, name);
      return site;
    } finally {
      this.#busy = false;
    }
  }

  /** Called after it, with the time that it took. */
  left(site: SiteCount, tookMs: number): void {
    site.totalMs += tookMs;
    site.worstMs = Math.max(site.worstMs, tookMs);
    this.#changed(site);
  }

  stop(): void {
    this.#flush();
    process.off("exit", this.#flush);
  }

  #siteOf(
    api: number,
    task: string,
    frames: readonly RawFrame[],
    describe: () => Omit<BlockingCallNote, "site">,
  ): SiteCount | null {
    const [, script, line, column] = callerIn(frames) ?? [];
    // To load one module takes many calls of several kinds.
    const key = [isLoading(frames) ? "load" : api, task, script, line, column].join("\n");
    const known = this.#sites.get(key);
    if (known) {
      known.count += 1;
      this.#changed(known);
      return known;
    }
    if (this.#sites.size >= MAX_SITES) return null;
    const site: SiteCount = { site: this.#sites.size, count: 1, totalMs: 0, worstMs: 0 };
    this.#sites.set(key, site);
    this.#tell({ type: "blocking-call", note: { site: site.site, ...describe() } });
    return site;
  }

  #changed(site: SiteCount): void {
    this.#dirty.add(site);
    this.#timer ??= setTimeout(this.#flush, COUNT_EVERY_MS).unref();
  }

  readonly #flush = (): void => {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#dirty.size === 0) return;
    this.#tell({ type: "blocking-counts", counts: [...this.#dirty] });
    this.#dirty.clear();
  };
}

// In a package lie the hooks of `require`, too, and a helper that others call from many lines.
function callerIn(frames: readonly RawFrame[]): RawFrame | undefined {
  const users = frames.filter(isUserFrame);
  return users.find(([, script]) => script?.includes("/node_modules/") === false) ?? users[0] ?? frames[0];
}

function isLoading(frames: readonly RawFrame[]): boolean {
  const inner = frames.slice(0, frames.findIndex(isUserFrame) + 1);
  return inner.some(([, script]) => script?.startsWith(LOADER) === true);
}
