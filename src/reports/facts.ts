import type { Report } from "../findings/report.js";
import { reportSchema } from "./schema.js";

/** A report without what it says of stacks, which is most of its text. */
export type ReportFacts = Omit<Report, "stack" | "tree" | "origin" | "cpuMs" | "gcMs">;

const heavy = { stack: true, tree: true, origin: true, cpuMs: true, gcMs: true } as const;
const factsSchema = reportSchema.omit(heavy);

/** As the guard writes them, one after the other; `tree`, `cpuMs` and `gcMs` lie between. No string holds a bare quote. */
const STACK = ',"stack":[';
const AFTER_STACK = ',"impact":{';

/** The facts of the report in a line, without a look at its stacks; null when they cannot be told so. */
export function parseFacts(line: string): ReportFacts | null {
  const from = line.indexOf(STACK);
  const to = from === -1 ? -1 : line.indexOf(AFTER_STACK, from);
  if (to === -1) return null;
  try {
    // Cut out what is not balanced, and it is no JSON any more.
    return factsSchema.safeParse(JSON.parse(line.slice(0, from) + line.slice(to))).data ?? null;
  } catch {
    return null;
  }
}

/** The facts of a report. */
export function factsOf(report: Report): ReportFacts {
  return factsSchema.parse(report);
}
