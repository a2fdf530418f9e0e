import type { Report } from "../../src/findings/report.js";
import { isOver, Pace } from "./pace.js";
import { reportId, type Reporter } from "./reporter.js";

interface Episode {
  readonly id: string;
  readonly sinceMs: number;
  readonly pace: Pace;
  lastMs: number;
  count: number;
  totalMs: number;
  worstMs: number;
  inFlight: number;
  dirty: boolean;
}

/** Folds the late turns of a saturated loop into few records. */
export class SaturationLog {
  readonly #reporter: Reporter;
  readonly #write: (report: Report) => void;
  #episode: Episode | null = null;

  constructor(reporter: Reporter, write: (report: Report) => void) {
    this.#reporter = reporter;
    this.#write = write;
  }

  /** The loop turned `lateMs` late at `atMs`, and nobody is to blame. */
  note(atMs: number, lateMs: number, inFlight: number): void {
    const episode = (this.#episode ??= {
      id: reportId(),
      sinceMs: atMs - lateMs,
      pace: new Pace(),
      lastMs: atMs,
      count: 0,
      totalMs: 0,
      worstMs: 0,
      inFlight: 0,
      dirty: false,
    });
    episode.lastMs = atMs;
    episode.count += 1;
    episode.totalMs += lateMs;
    episode.worstMs = Math.max(episode.worstMs, lateMs);
    episode.inFlight = Math.max(episode.inFlight, inFlight);
    episode.dirty = true;
    this.due(atMs);
  }

  /** Writes what is due; called at every look. */
  due(nowMs: number): void {
    const episode = this.#episode;
    if (!episode) return;
    if (episode.pace.isDue(nowMs)) this.flush(nowMs);
    if (isOver(nowMs, episode.sinceMs, episode.lastMs)) {
      this.flush(nowMs);
      this.#episode = null;
    }
  }

  flush(nowMs: number): void {
    const episode = this.#episode;
    if (!episode?.dirty) return;
    episode.dirty = false;
    episode.pace.wrote(nowMs);
    const { id, sinceMs, worstMs: durationMs, inFlight, count, totalMs } = episode;
    this.#write(
      this.#reporter.saturation(
        { id, nowMs, durationMs, ongoing: false, inFlight, gcMs: null, excuse: null },
        sinceMs,
        count,
        totalMs,
      ),
    );
  }
}
