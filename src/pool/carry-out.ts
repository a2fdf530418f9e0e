import type { JobAnswer, JobCall } from "./job-protocol.js";
import type { Ticket } from "./ticket.js";
import { toWire } from "./wire-error.js";

/** Carries out what a run asks of its job. @param ticket the run's, while the host that asks holds it */
export async function carryOut(
  { id, method, args }: JobCall,
  ticket: Ticket | undefined,
): Promise<JobAnswer> {
  try {
    if (!ticket) throw new Error(`${method}: the run has settled`);
    return { id, value: await ticket.hooks.onCall?.(method, args) };
  } catch (error) {
    return { id, error: toWire(error) };
  }
}
