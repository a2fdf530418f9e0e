import { setTimeout as sleep } from "node:timers/promises";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** Errors of Node's sockets, and PostgreSQL's classes 08 (connection) and 57P (a server that stops or starts). */
const LOST_CODE = /^(E(CONN\w+|PIPE|NOENT|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN)|08...|57P0.)$/;

/** What `pg` and `ioredis` say without a code. */
const LOST_MESSAGE =
  /Connection (terminated|is closed|ended)|connection error and is not queryable|timeout exceeded when trying to connect|^(LOADING|MASTERDOWN|CLUSTERDOWN)/;

/** Whether a broker did not answer because the connection to it was lost or could not be made. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === "string" && LOST_CODE.test(code)) || LOST_MESSAGE.test(error.message);
}

/**
 * Asks a broker until it answers, ever more rarely while it is away. The question may reach it more than once.
 * @param isGivenUp whether nobody waits for the answer any more: the next loss is thrown then
 */
export async function untilAnswered<T>(ask: () => Promise<T>, isGivenUp: () => boolean): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    return askAgain(ask, isGivenUp, error);
  }
}

/**
 * As `untilAnswered`, for a question that was asked once.
 * @param error what came instead of the answer; thrown where it tells of no loss
 */
export async function askAgain<T>(
  ask: () => Promise<T>,
  isGivenUp: () => boolean,
  error: unknown,
): Promise<T> {
  let last = error;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    if (isGivenUp() || !isConnectionLoss(last)) throw last;
    // Not all at once: a thousand runs may wait for the same server.
    await sleep(pauseMs * (0.5 + Math.random()));
    try {
      return await ask();
    } catch (next) {
      last = next;
    }
  }
}
