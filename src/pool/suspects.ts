import type { Ticket } from "./ticket.js";

/** A run that was on board of this many hosts lost without a known culprit is suspected, and tried apart from others. */
const LOSSES_TO_SUSPECT = 2;

let lastCohort = 0;

/**
 * Draws the conclusion from a host that was lost without a known culprit, with `orphans` on board.
 * A suspect that was alone is guilty. Several suspects are split into two cohorts that are tried one after the other,
 * each on a host of its own: a thousand runs need ten losses to find the one that ends every host.
 *
 * @returns the guilty run, if the loss convicts one
 */
export function concludeFrom(orphans: readonly Ticket[]): Ticket | null {
  const [only] = orphans;
  if (only && orphans.length === 1 && only.cohort !== null) return only;
  for (const ticket of orphans) ticket.losses += 1;
  const suspects = orphans.filter((ticket) => ticket.losses >= LOSSES_TO_SUSPECT);
  const half = Math.ceil(suspects.length / 2);
  for (const part of [suspects.slice(0, half), suspects.slice(half)]) {
    lastCohort += 1;
    for (const ticket of part) ticket.cohort = lastCohort;
  }
  return null;
}
