import type { Broker } from "../broker/types.js";
import { fail } from "../findings/errors.js";
import type { EnqueuedRun } from "../task/types.js";
import { cancelRun } from "./cancellations.js";
import type { Failure } from "./failure.js";
import type { RunRef, Settlements } from "./settlements.js";

/** A run that the broker has accepted. */
export type NamedRun = RunRef & { readonly task: string };

// A broker keeps an error's name and sentence; those of our own have a code for each name.
const CODES: Readonly<Record<string, string>> = {
  CancelledError: "LOOPWARD_CANCELLED",
  HostLostError: "LOOPWARD_HOST_LOST",
  InvalidInputError: "LOOPWARD_INVALID_INPUT",
  StallError: "LOOPWARD_STALL",
  TimeLimitError: "LOOPWARD_TIME_LIMIT",
};

export function enqueuedRun(broker: Broker, settlements: Settlements, run: NamedRun): EnqueuedRun<unknown> {
  return {
    ...run,
    async result({ timeoutMs } = {}) {
      const { value, failure } = await settledWithin(settlements, run, timeoutMs);
      if (failure) throw errorOf(failure);
      return value;
    },
    cancel: (options) => cancelRun(broker, settlements, run, options),
  };
}

function errorOf({ name, message }: Failure): Error {
  const code = CODES[name];
  return Object.assign(new Error(message), { name }, code && { code });
}

/** @throws LoopwardError `LOOPWARD_WAIT_TIMEOUT` */
async function settledWithin(settlements: Settlements, run: RunRef, timeoutMs: number | undefined) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    if (timeoutMs === undefined) return;
    timer = setTimeout(() => {
      settlements.forget(run);
      reject(fail("LOOPWARD_WAIT_TIMEOUT", [run.id, String(timeoutMs)]));
    }, timeoutMs);
  });
  const outcome = await Promise.race([settlements.outcomeOf(run), late]);
  clearTimeout(timer);
  return outcome;
}
