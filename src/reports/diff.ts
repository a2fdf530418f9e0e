import type { Culprit, Summary } from "./summarise.js";

/** Less than that is chance: two weeks are never the same. */
const NOTABLE = 1.2;

/** One culprit before and after. */
export interface Change {
  readonly kind: "new" | "worse" | "same" | "better" | "gone";
  /** By stolen time. */
  readonly before: Culprit | null;
  readonly after: Culprit | null;
}

/**
 * Compares two summaries, culprit by culprit, what grew most first. A line that moved is known by its text; of lines with the
 * same text, the one that stole most stands for all.
 */
export function diffSummaries(before: Summary, after: Summary): Change[] {
  const old = new Map(before.culprits.toReversed().map((culprit) => [identityOf(culprit), culprit]));
  const now = new Map(after.culprits.toReversed().map((culprit) => [identityOf(culprit), culprit]));
  const changes = [...new Set([...old.keys(), ...now.keys()])].map((key) =>
    changeOf(old.get(key) ?? null, now.get(key) ?? null),
  );
  return changes.sort((a, b) => growthMs(b) - growthMs(a));
}

/** By how much the loop's stolen time grew, in ms; less than 0 where it shrank. */
export function growthMs({ before, after }: Change): number {
  return (after?.stolenMs ?? 0) - (before?.stolenMs ?? 0);
}

function changeOf(before: Culprit | null, after: Culprit | null): Change {
  return { kind: kindOf(before?.stolenMs ?? null, after?.stolenMs ?? null), before, after };
}

function kindOf(before: number | null, after: number | null): Change["kind"] {
  if (before === null) return "new";
  if (after === null) return "gone";
  if (after > before * NOTABLE) return "worse";
  return after * NOTABLE < before ? "better" : "same";
}

function identityOf({ task, file, api, cause, code, line }: Culprit): string {
  return JSON.stringify([task, file, api, cause, code === "" ? line : code]);
}
