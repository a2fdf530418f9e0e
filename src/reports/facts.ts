import type { Report } from "../findings/report.js";
import { Recurring } from "./recurring.js";
import { reportSchema } from "./schema.js";

/** A report without what it says of stacks, which is most of its text. */
export type ReportFacts = Omit<Report, "stack" | "tree" | "origin" | "cpuMs" | "gcMs">;

const heavy = { stack: true, tree: true, origin: true, cpuMs: true, gcMs: true } as const;
const end = { action: true, advice: true, folded: true, host: true } as const;
const factsSchema = reportSchema.omit(heavy);
const ownSchema = factsSchema.omit({ blame: true, impact: true, ...end });
const blames = new Recurring(factsSchema.shape.blame);
// Strict: a field that came again there would win over what came before.
const impacts = new Recurring(factsSchema.pick({ impact: true }).strict());
const ends = new Recurring(factsSchema.pick(end).strict());

/** As the guard writes them, one after the other; `tree`, `cpuMs` and `gcMs` lie between. No string holds a bare quote. */
const BLAME = ',"blame":';
const STACK = ',"stack":[';
const IMPACT = ',"impact":{';
const ACTION = ',"action":';

/** The facts of the report in a line, without a look at its stacks; null when they cannot be told so. */
export function parseFacts(line: string): ReportFacts | null {
  const blame = line.indexOf(BLAME);
  const stack = line.indexOf(STACK, blame);
  const impact = line.indexOf(IMPACT, stack);
  const action = line.indexOf(ACTION, impact);
  if (blame === -1 || stack === -1 || impact === -1 || action === -1) return null;
  try {
    // Cut where it is not balanced, and a piece is no JSON any more.
    const { data } = ownSchema.safeParse(JSON.parse(`${line.slice(0, blame)}}`));
    if (!data) return null;
    const facts: Mutable<ReportFacts> = data as ReportFacts;
    facts.blame = blames.parse(line.slice(blame + BLAME.length, stack));
    facts.impact = impacts.parse(line.slice(impact + 1, action), "{", "}").impact;
    const { action: done, advice, folded, host } = ends.parse(line.slice(action + 1), "{");
    facts.action = done;
    facts.advice = advice;
    if (folded) facts.folded = folded;
    facts.host = host;
    return facts;
  } catch {
    return null;
  }
}

/** The facts of a report. */
export function factsOf(report: Report): ReportFacts {
  return factsSchema.parse(report);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
