/**
 * How far the guard may go against a run that holds its loop, least harm first; each step includes those before it.
 * `report`: writes reports. `signal`: aborts the run's signal and rejects it as soon as the loop turns. `throw`: has the
 * run's own code throw, if that was loaded with checks in it. `kill`: ends the host, and hands its other runs to another.
 */
export const stallActions = ["report", "signal", "throw", "kill"] as const;
export type StallAction = (typeof stallActions)[number];

/** What one task says of the ladder; null: as the worker says. */
export interface StallRule {
  readonly action: StallAction | null;
  /** A run that held its loop this long in all is given up. */
  readonly abortAfterMs: number | null;
}

/** Whether a guard that may go as far as `action` may take `step`. */
export function reaches(action: StallAction, step: StallAction): boolean {
  return stallActions.indexOf(action) >= stallActions.indexOf(step);
}
