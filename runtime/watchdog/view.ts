import type { CallSite } from "../breadcrumbs/crumbs.js";
import { RESTING_MS } from "../heartbeat.js";
import { readSlot } from "../run-slots.js";
import { GC_LOG, MARK, WORD, type SharedState } from "../shared-state.js";
import type { ReportTask } from "../../src/findings/report.js";
import type { CrumbLook, Look } from "./hold.js";

// A site is wanted from the end of a slow call until its stall is reported.
const MAX_SITES = 64;
// A thread that makes call after call may change its words at each reading; some other look will see one of them.
const READS = 8;

// Of two looks that are further apart than so many ms, the middle tells nothing.
const CLOSE_MS = 20;

/** A stretch of time, in ms of `nowMs`. */
export interface Span {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** The main thread as the watchdog sees it: what lies in the shared memory. */
export class MainThreadView {
  readonly #state: SharedState;
  readonly #sites = new Map<number, CallSite>();
  /** Runs that began and that settled, in all, at the last look. */
  #changes = 0;
  #lastLookMs = 0;

  constructor(state: SharedState) {
    this.#state = state;
  }

  /** Call sites by the number of their call. */
  get sites(): ReadonlyMap<number, CallSite> {
    return this.#sites;
  }

  get inFlight(): number {
    let inFlight = 0;
    // Runs that begin and settle between two readings of the one word would pass for runs in flight.
    for (let tries = 0; tries < READS; tries += 1) {
      const settled = this.#word("SETTLED");
      inFlight = (this.#word("BEGUN") - settled) | 0;
      if (this.#word("SETTLED") === settled) break;
    }
    return inFlight;
  }

  /** The run in flight, when it is the only one. */
  get soleRun(): ReportTask | null {
    return readSlot(this.#state, this.#word("SOLE_RUN"));
  }

  look(atMs: number): Look {
    // Marks first: whatever a call left on return is then there when its end is seen.
    const { marks } = this.#state;
    const turnMs = this.turnMs(atMs);
    const tickMs = marks[MARK.TICK] ?? 0;
    const microMs = marks[MARK.MICRO] ?? 0;
    const runMarkMs = Math.max(marks[MARK.RUN] ?? 0, this.#untimedMs(atMs));
    this.#readSite();
    return { atMs, turnMs, runMarkMs, tickMs, microMs, crumb: this.#crumb() };
  }

  // The words are written one by one: between two short calls they belong to no call, or to two.
  #crumb(): CrumbLook | null {
    for (let tries = 0; tries < READS; tries += 1) {
      const api = this.#word("API");
      if (api === 0) return null;
      const seq = this.#word("SEQ");
      const slot = this.#word("RUN");
      const task = slot === 0 ? null : (readSlot(this.#state, slot) ?? undefined);
      // In this order: a call's number is the last word that its end takes back; no call has the number 0.
      if (this.#word("API") === api && this.#word("SEQ") === seq && seq !== 0) return { api, seq, task };
    }
    return null;
  }

  /** When the thread collected garbage between two moments, as far as V8 has told by now. */
  collections(fromMs: number, toMs: number): Span[] {
    const { collections } = this.#state;
    const count = this.#word("COLLECTIONS");
    const spans: Span[] = [];
    for (let n = Math.max(0, count - GC_LOG); n < count; n += 1) {
      const at = (n % GC_LOG) * 2;
      const [sinceMs, untilMs] = [Math.max(fromMs, collections[at]!), Math.min(toMs, collections[at + 1]!)];
      if (sinceMs < untilMs) spans.push({ sinceMs, untilMs });
    }
    return spans;
  }

  /** Whether a message waits that has to be read in the event loop of this thread. */
  get isCalled(): boolean {
    return this.#word("DOORBELL") !== 0;
  }

  /** Whether the loop passes for one that turns. */
  get isResting(): boolean {
    return this.#word("RESTING") !== 0;
  }

  /** When the loop turned last, seen `atMs`; cheaper than a look. */
  turnMs(atMs: number): number {
    const turnMs = this.#state.marks[MARK.TURN] ?? 0;
    return this.isResting && atMs - turnMs < RESTING_MS ? atMs : turnMs;
  }

  /** Has the call `seq` leave its site when it returns. */
  askSite(seq: number): void {
    this.#state.words[WORD.ASK] = seq;
  }

  // When a run began or settled last of which that is not told, between two looks that are close to each other; 0: none did.
  #untimedMs(atMs: number): number {
    const changes = (this.#word("BEGUN") + this.#word("SETTLED")) | 0;
    const sinceMs = this.#lastLookMs;
    const isTold = changes === this.#changes || changes === this.#word("TOLD") || atMs - sinceMs > CLOSE_MS;
    this.#changes = changes;
    this.#lastLookMs = atMs;
    return isTold ? 0 : (sinceMs + atMs) / 2;
  }

  #readSite(): void {
    const seq = this.#word("SITE_SEQ");
    if (seq === 0 || this.#sites.has(seq)) return;
    const text = this.#state.site.toString("utf8", 0, this.#word("SITE_LENGTH"));
    // The main thread may have begun to write the next one meanwhile.
    if (this.#word("SITE_SEQ") !== seq) return;
    this.#sites.set(seq, JSON.parse(text) as CallSite);
    if (this.#sites.size > MAX_SITES) {
      const oldest = this.#sites.keys().next();
      if (!oldest.done) this.#sites.delete(oldest.value);
    }
  }

  #word(name: keyof typeof WORD): number {
    return Atomics.load(this.#state.words, WORD[name]);
  }
}
