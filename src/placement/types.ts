import type { PoolName } from "../task/types.js";

/** How far the worker may go on what it learns: nothing, say it, or do it. */
export type PlacementMode = "off" | "suggest" | "auto";

/** When reports prove that a task blocks. */
export interface PlacementPolicy {
  readonly mode: PlacementMode;
  /** Evidence older than this is forgotten, in ms. */
  readonly windowMs: number;
  /** So many stalls within the window prove it… */
  readonly stalls: number;
  /** …and so does so much stolen time within it, in ms. */
  readonly stolenMs: number;
  /**
   * The part of the task's own time that it must have held the loop, 0 to 1: a task that mostly waits loses far more in a
   * pool of few slots than its neighbours gain.
   */
  readonly share: number;
}

export const DEFAULT_POLICY: PlacementPolicy = {
  mode: "suggest",
  windowMs: 600_000,
  stalls: 3,
  stolenMs: 1_000,
  share: 0.1,
};

/** One line that blocked, or will. */
export interface EvidenceLine {
  /** Relative to the project root. */
  readonly file: string;
  readonly line: number;
  readonly api: string | null;
  readonly count: number;
}

/** Why a task belongs in the process pool. */
export type Evidence =
  | {
      readonly from: "reports";
      readonly stalls: number;
      readonly stolenMs: number;
      readonly worstMs: number;
      /** Part of the task's own time within the window that it held the loop, 0 to 1. */
      readonly share: number;
      readonly windowMs: number;
      readonly lines: readonly EvidenceLine[];
    }
  | { readonly from: "findings"; readonly lines: readonly EvidenceLine[] };

/** In which pool a task runs, and why. */
export interface Placement {
  readonly task: string;
  readonly queue: string;
  readonly pool: PoolName;
  readonly because: "declared" | "default" | "evidence";
  /** Where the evidence would have it; null: there is none against where it is. */
  readonly suggested: PoolName | null;
  readonly evidence: Evidence | null;
  /** ISO 8601: when the evidence sufficed. */
  readonly since: string | null;
  /** The workers whose reports the evidence is made of. */
  readonly learntBy: readonly string[];
  /** How often what was known of the task has been forgotten. */
  readonly resets: number;
}
