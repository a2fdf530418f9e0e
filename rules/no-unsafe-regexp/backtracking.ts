import { analyse, type AnalysisResult, type Literal } from "scslre";
import { findAmbiguity } from "./ambiguity.js";

/** How long a pattern may take on an input that it does not match. */
export interface Backtracking {
  readonly growth: "exponential" | "polynomial";
  /** A text that, repeated, makes it slow. */
  readonly repeated: string;
  /** The pattern that matches the same and is not slow. */
  readonly fixed?: Literal;
}

const cache = new Map<string, Backtracking | undefined>();

/** Undefined where the pattern takes time in proportion to its input, and where it is none. */
export function backtrackingOf(literal: Literal): Backtracking | undefined {
  const key = `/${literal.source}/${literal.flags}`;
  if (!cache.has(key)) cache.set(key, judge(literal));
  return cache.get(key);
}

function judge(literal: Literal): Backtracking | undefined {
  try {
    return judgeValid(literal);
  } catch {
    // No regular expression, or one with what the analysis does not know.
    return undefined;
  }
}

function judgeValid(literal: Literal): Backtracking | undefined {
  const { reports } = analyse(literal);
  const ambiguous = findAmbiguity(literal);
  const exponential = reports.find((report) => report.exponential);
  const [first] = reports;
  if (exponential ?? ambiguous) {
    const repeated = exponential?.character.pick ?? ambiguous ?? "";
    return { growth: "exponential", repeated, ...withFix(literal) };
  }
  return first && { growth: "polynomial", repeated: first.character.pick, ...withFix(literal) };
}

/** Each step mends one cause. */
const MAX_FIXES = 4;

function withFix(literal: Literal): Pick<Backtracking, "fixed"> {
  let current = literal;
  for (let step = 0; step < MAX_FIXES; step++) {
    const { reports }: AnalysisResult = analyse(current);
    if (reports.length === 0) return current === literal || findAmbiguity(current) ? {} : { fixed: current };
    const next = reports.map((report) => report.fix()).find((fix) => fix !== undefined);
    if (!next) return {};
    current = next;
  }
  return {};
}
