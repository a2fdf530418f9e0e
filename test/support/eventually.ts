import { setTimeout as sleep } from "node:timers/promises";

/** Asks `probe` until it says something truthy, and gives that back; fails after `deadlineMs` with `what` was awaited. */
export async function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  deadlineMs = 20_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await sleep(25);
  }
}
