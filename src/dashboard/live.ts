import { factsOf, type ReportFacts } from "../reports/facts.js";
import { reportsIn, streamFacts } from "../reports/read.js";
import type { ReportLog } from "../reports/report-log.js";
import type { Row } from "../reports/view/query.js";
import type { ReadState } from "../reports/view/types.js";

/** Bounds the memory that serving takes; older reports are left out. */
const MAX_ROWS = 200_000;
/** Pages are told of changes no more often. */
const TELL_EVERY_MS = 500;
/** The share of its time that working out answers may take: where they are costly, pages are told more rarely. */
const ANSWERING_SHARE = 0.1;
/** While a large log is read for the first time, a page is told after each so many. */
const TELL_EVERY = 20_000;

/** The reports of a log without their stacks, newest first, kept up to date. */
export class LiveReports {
  readonly #log: ReportLog;
  #rows: Row[] = [];
  readonly #byId = new Map<string, Row>();
  readonly #waiting = new Set<() => void>();
  #state = { version: 0, reading: true, unreadableLines: 0, cut: false, trouble: null as string | null };
  #toldMs = -Infinity;
  /** What answers have taken since pages were told last. */
  #answeringMs = 0;
  #telling: NodeJS.Timeout | null = null;

  constructor(log: ReportLog) {
    this.#log = log;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get state(): ReadState {
    return { ...this.#state, total: this.#rows.length };
  }

  /** The row of an id. */
  row(id: string): Row | undefined {
    return this.#byId.get(id);
  }

  /** Is told what working out an answer took. */
  costs(answerMs: number): void {
    this.#answeringMs += answerMs;
  }

  /** Reads and follows the log until `signal` is aborted. What stands in the way is told in `state`. */
  async follow(signal: AbortSignal): Promise<void> {
    try {
      // First the end, then what lies before it: what is written meanwhile comes twice rather than never.
      const added = await this.#log.fromNow();
      await this.#readAll(signal);
      for await (const report of reportsIn(added(signal))) {
        this.#put(factsOf(report));
        this.#tell();
      }
    } catch (error) {
      this.#state.trouble = error instanceof Error ? error.message : String(error);
      this.#tell();
    }
  }

  /** Resolves when there is something newer than `version`, or after `patienceMs`. */
  async changed(version: number, patienceMs: number): Promise<void> {
    if (this.#state.version > version) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, patienceMs).unref();
      this.#waiting.add(done);
    });
  }

  async #readAll(signal: AbortSignal): Promise<void> {
    const onUnreadable = () => (this.#state.unreadableLines += 1);
    for await (const batch of streamFacts(this.#log, {}, onUnreadable)) {
      if (signal.aborted) return;
      const before = this.#rows.length;
      const kept = batch.slice(0, MAX_ROWS - before);
      for (const facts of kept) {
        const row = { ms: Date.parse(facts.time), facts };
        this.#rows.push(row);
        this.#byId.set(facts.id, row);
      }
      if (Math.floor(before / TELL_EVERY) < Math.floor(this.#rows.length / TELL_EVERY)) this.#tell();
      if (kept.length === batch.length) continue;
      this.#state.cut = true;
      break;
    }
    this.#rows.sort((a, b) => b.ms - a.ms);
    this.#state.reading = false;
    this.#tell();
  }

  /** A stall that lasts comes again, under the same id, when it is over. */
  #put(facts: ReportFacts): void {
    const ms = Date.parse(facts.time);
    const known = this.#byId.get(facts.id);
    if (known) {
      known.facts = facts;
      return;
    }
    const row = { ms, facts };
    const place = this.#rows.findIndex((other) => other.ms <= ms);
    this.#rows.splice(place === -1 ? this.#rows.length : place, 0, row);
    this.#byId.set(facts.id, row);
    if (this.#rows.length <= MAX_ROWS) return;
    const oldest = this.#rows.pop();
    if (oldest) this.#byId.delete(oldest.facts.id);
    this.#state.cut = true;
  }

  /** At once where it is long ago, else when it is time: answers hold for a version, and all pages ask anew for the next. */
  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      // Pages may have asked since.
      if (this.#restMs() > 0) {
        this.#tell();
        return;
      }
      this.#toldMs = performance.now();
      this.#answeringMs = 0;
      this.#state.version += 1;
      for (const done of [...this.#waiting]) done();
    }, this.#restMs()).unref();
  }

  #restMs(): number {
    const paceMs = Math.max(TELL_EVERY_MS, this.#answeringMs / ANSWERING_SHARE);
    return Math.max(0, this.#toldMs + paceMs - performance.now());
  }
}
