import type { Hold } from "./hold.js";
import { reportId } from "./reporter.js";

/** A hold longer than the threshold: it has, or will have, a report. */
export interface Stall {
  readonly id: string;
  readonly hold: Hold;
  /** Runs in flight when it was noticed. */
  readonly inFlight: number;
  /** What the last record told: how long it had lasted, on how much evidence. */
  toldMs: number;
  toldEvidence: number;
  blamed: boolean;
  abortDue: boolean;
  /** A check threw in the run that held the loop. */
  thrown: boolean;
}

export function newStall(hold: Hold, inFlight: number): Stall {
  return {
    id: reportId(),
    hold,
    inFlight,
    toldMs: 0,
    toldEvidence: 0,
    blamed: false,
    abortDue: false,
    thrown: false,
  };
}
