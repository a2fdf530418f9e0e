import type { Fault } from "./schedule.js";
import type { Totals } from "./verdict.js";

const counted = ["rounds", "jobs", "redelivered", "lost", "doubles", "charged", "wrong"] as const;

/** What happened in the rounds of one kind of fault. */
export type Phase = Record<(typeof counted)[number], number> & { seconds: number };
export type Phases = Map<Fault, Phase>;

/** Adds one round to its phase. @param before, after the totals around it @returns what the round alone counts */
export function addPhase(phases: Phases, fault: Fault, before: Totals, after: Totals, tookMs: number): Phase {
  const entries = counted.map((name) => [name, after[name] - before[name]] as const);
  const round = { ...(Object.fromEntries(entries) as Omit<Phase, "seconds">), seconds: tookMs / 1_000 };
  const sum = phases.get(fault);
  if (!sum) phases.set(fault, { ...round });
  else for (const name of [...counted, "seconds"] as const) sum[name] += round[name];
  return round;
}

export function describePhase({ seconds, ...counts }: Phase): string {
  const told = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return [...told, `${seconds.toFixed(1)} s`].join(", ");
}
