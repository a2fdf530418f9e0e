import type { Report } from "../../src/findings/report.js";
import { isOver, Pace } from "./pace.js";
import { reportId } from "./reporter.js";

// Stalls of a kind that are told one by one, in a burst and from then on.
const BURST = 30;
const ONE_MORE_EVERY_MS = 60_000;
// In a storm, a stall that lasts is told while it does from this age on, in ms.
const LONG_MS = 1_000;
// Kinds that are kept apart: a project's blocking lines. Code made at run time could bring any number.
const MAX_KINDS = 200;

/** Many stalls in one record: the worst of them stands for all. */
interface Fold {
  readonly id: string;
  readonly time: string;
  readonly sinceMs: number;
  readonly pace: Pace;
  lastMs: number;
  worst: Report;
  count: number;
  totalMs: number;
  dirty: boolean;
}

/** Stalls of one task with one cause at one line. */
interface Kind {
  left: number;
  grownMs: number;
  fold: Fold | null;
}

/**
 * Lets the first stalls of a kind through one by one and folds those that follow in short order, so that a storm of them
 * fills no disk. What has been told of while it lasted is told to its end.
 */
export class StallFolder {
  readonly #write: (report: Report) => void;
  readonly #kinds = new Map<string, Kind>();
  readonly #begun = new Set<string>();

  constructor(write: (report: Report) => void) {
    this.#write = write;
  }

  /** @param urgent whether somebody waits for this very report */
  take(report: Report, nowMs: number, urgent = false): void {
    const { id, ongoing, durationMs, action } = report;
    const wasBegun = this.#begun.has(id);
    const kind = this.#kindOf(report, nowMs);
    if (!wasBegun && kind.left >= 1) kind.left -= 1;
    else if (!wasBegun && !urgent && action === "reported") {
      if (!ongoing) this.#fold(kind, report, nowMs);
      if (!ongoing || durationMs < LONG_MS) return;
    }
    if (ongoing) this.#begun.add(id);
    else this.#begun.delete(id);
    this.#write(report);
  }

  /** Writes what is due; called at every look. */
  due(nowMs: number): void {
    for (const kind of this.#kinds.values()) {
      const { fold } = kind;
      if (!fold) continue;
      if (fold.pace.isDue(nowMs)) this.#flush(fold, nowMs);
      if (!isOver(nowMs, fold.sinceMs, fold.lastMs)) continue;
      this.#flush(fold, nowMs);
      kind.fold = null;
    }
  }

  flush(nowMs: number): void {
    for (const { fold } of this.#kinds.values()) if (fold) this.#flush(fold, nowMs);
  }

  #kindOf({ task, cause, blame }: Report, nowMs: number): Kind {
    const key = JSON.stringify([task?.name, cause, blame?.file, blame?.line, blame?.api]);
    const kind = this.#kinds.get(key) ?? { left: BURST, grownMs: nowMs, fold: null };
    const grown = Math.floor((nowMs - kind.grownMs) / ONE_MORE_EVERY_MS);
    kind.left = Math.min(BURST, kind.left + grown);
    kind.grownMs += grown * ONE_MORE_EVERY_MS;
    // The kind not seen for longest leaves first.
    this.#kinds.delete(key);
    this.#kinds.set(key, kind);
    const [oldest] = this.#kinds;
    if (oldest && this.#kinds.size > MAX_KINDS) {
      if (oldest[1].fold) this.#flush(oldest[1].fold, nowMs);
      this.#kinds.delete(oldest[0]);
    }
    return kind;
  }

  #fold(kind: Kind, report: Report, nowMs: number): void {
    const fold = (kind.fold ??= newFold(report, nowMs));
    fold.lastMs = nowMs;
    if (report.durationMs > fold.worst.durationMs) fold.worst = report;
    fold.count += 1;
    fold.totalMs += report.durationMs;
    fold.dirty = true;
    if (fold.pace.isDue(nowMs)) this.#flush(fold, nowMs);
  }

  #flush(fold: Fold, nowMs: number): void {
    if (!fold.dirty) return;
    fold.dirty = false;
    fold.pace.wrote(nowMs);
    const { id, time, worst, count, totalMs } = fold;
    this.#write({ ...worst, id, time, folded: { count, totalMs: Math.round(totalMs * 10) / 10 } });
  }
}

function newFold(worst: Report, nowMs: number): Fold {
  const { time } = worst;
  return {
    id: reportId(),
    time,
    sinceMs: nowMs,
    pace: new Pace(),
    lastMs: nowMs,
    worst,
    count: 0,
    totalMs: 0,
    dirty: false,
  };
}
