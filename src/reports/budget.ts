import { fail } from "../findings/errors.js";
import type { Change } from "./diff.js";
import type { Summary } from "./summarise.js";
import { duration } from "../findings/words.js";

/** What a budget can limit, with how it is read off a summary, or off what changed against another. */
const metrics = {
  reports: { unit: "count", of: ({ reports }) => reports },
  stalls: { unit: "count", of: ({ culprits }) => sum(culprits.map(({ count }) => count)) },
  culprits: { unit: "count", of: ({ culprits }) => culprits.length },
  delayed: { unit: "count", of: ({ culprits }) => sum(culprits.map(({ delayedRuns }) => delayedRuns)) },
  stolen: { unit: "ms", of: ({ stolenMs }) => stolenMs },
  worst: { unit: "ms", of: ({ culprits }) => Math.max(0, ...culprits.map(({ worstMs }) => worstMs)) },
  new: { unit: "count", of: (_, changes) => countOf(changes, "new") },
  worse: { unit: "count", of: (_, changes) => countOf(changes, "worse") },
} as const satisfies Record<string, Metric>;

interface Metric {
  readonly unit: "count" | "ms";
  /** Null where there is nothing to compare with. */
  readonly of: (summary: Summary, changes: readonly Change[] | null) => number | null;
}

export const budgetMetrics = Object.keys(metrics) as readonly (keyof typeof metrics)[];

interface Condition {
  readonly text: string;
  readonly metric: keyof typeof metrics;
  readonly operator: ">" | ">=";
  readonly amount: number;
}

/** Conditions of which none may hold. */
export type Budget = readonly Condition[];

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Reads `--fail-on`: conditions like `stalls>10`, `stolen>=2s` or `new` (that is, `new>0`), with commas between.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`
 */
export function parseBudget(text: string): Budget {
  return text.split(",").map((part) => parseCondition(part.trim()));
}

/**
 * A sentence for each condition that holds.
 * @param changes what changed against another period; null where nothing was compared
 * @throws LoopwardError `LOOPWARD_BAD_OPTION` for a condition that needs a comparison where there is none
 */
export function exceeded(budget: Budget, summary: Summary, changes: readonly Change[] | null): string[] {
  return budget.flatMap(({ text, metric, operator, amount }) => {
    const { unit, of } = metrics[metric];
    const value: number | null = of(summary, changes);
    if (value === null)
      throw refused(`\`${metric}\` needs something to compare with: \`loopward reports diff\``);
    const holds = operator === ">" ? value > amount : value >= amount;
    return holds ? [`Over budget (${text}): ${metric} is ${unit === "ms" ? duration(value) : value}.`] : [];
  });
}

function parseCondition(text: string): Condition {
  const [, name = "", operator = ">", number = "0", unit = ""] =
    /^([a-z]+)(?:\s*(>=?)\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h)?)?$/.exec(text) ?? [];
  const metric = budgetMetrics.find((known) => known === name);
  if (!metric)
    throw refused(
      `${JSON.stringify(text)} is no condition like stalls>10, stolen>2s or new. Known: ${budgetMetrics.join(", ")}`,
    );
  if (unit !== "" && metrics[metric].unit === "count")
    throw refused(`${metric} is a number, not a time: ${JSON.stringify(text)}`);
  return {
    text,
    metric,
    operator: operator === ">=" ? ">=" : ">",
    amount: Number(number) * (unitsMs[unit] ?? 1),
  };
}

function refused(reason: string): Error {
  return fail("LOOPWARD_BAD_OPTION", ["--fail-on", reason]);
}

function countOf(changes: readonly Change[] | null, kind: Change["kind"]): number | null {
  return changes?.filter((change) => change.kind === kind).length ?? null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
