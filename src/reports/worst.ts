import type { ReportFacts } from "./facts.js";
import { culpritKey, identityOf, type Culprit } from "./summarise.js";

/** Whoever has more culprits has other worries than the worst report of each. */
const MAX_CULPRITS = 1_000;

/** Keeps the worst report of each culprit. */
export class WorstReports {
  readonly #byCulprit = new Map<string, ReportFacts>();

  add(report: ReportFacts): void {
    const key = culpritKey(identityOf(report));
    const known = this.#byCulprit.get(key);
    if (known ? report.durationMs > known.durationMs : this.#byCulprit.size < MAX_CULPRITS)
      this.#byCulprit.set(key, report);
  }

  /** Those of these culprits. */
  of(culprits: readonly Culprit[]): ReportFacts[] {
    return culprits.flatMap((culprit) => this.#byCulprit.get(culpritKey(culprit)) ?? []);
  }
}
