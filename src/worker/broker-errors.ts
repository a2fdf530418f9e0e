import type { WorkerLog } from "./options.js";

/** The same error is told again after this long, in ms: a broker that is away has each connection say so, again and again. */
const QUIET_MS = 10_000;

/** Tells the errors of a broker, each no more than it helps. */
export function brokerErrors(log: WorkerLog): (error: Error) => void {
  const told = new Map<string, number>();
  return (error) => {
    const now = Date.now();
    if (now - (told.get(error.message) ?? -Infinity) < QUIET_MS) return;
    told.set(error.message, now);
    log.error({ err: error }, `broker: ${error.message}`);
  };
}
