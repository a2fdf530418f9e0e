import type { Cause } from "./cause.js";

/** Version tag of the file. */
export const KNOWN_STALLS_SCHEMA = "loopward.known-stalls/1";

/** Where the file lies in a project, unless said otherwise: what runs writes it, what is edited reads it. */
export const KNOWN_STALLS_FILE = ".loopward/known-stalls.json";

/** A line that stalled loops, all its reports taken together: what an editor needs to know of it. */
export interface KnownStall {
  /** Relative to the project root. */
  readonly file: string;
  /** Where the line was when it last stalled a loop; it is found again by `code`. */
  readonly line: number;
  readonly column: number;
  readonly function: string;
  /** The line as it was, trimmed. */
  readonly code: string;
  /** Named by `apiName`; null for plain computation. */
  readonly api: string | null;
  readonly cause: Cause;
  /** Names, the one that it stole most from first; none where the evidence blames no run. */
  readonly tasks: readonly string[];
  /** Stalls, each day (UTC) that had any. */
  readonly countByDay: Readonly<Record<string, number>>;
  readonly worstMs: number;
  readonly stolenMs: number;
  readonly delayedRuns: number;
  /** ISO 8601. */
  readonly lastTime: string;
  readonly advice: string;
}

/** What `.loopward/known-stalls.json` holds. */
export interface KnownStalls {
  readonly schema: typeof KNOWN_STALLS_SCHEMA;
  /** What stole most first. */
  readonly stalls: readonly KnownStall[];
}
