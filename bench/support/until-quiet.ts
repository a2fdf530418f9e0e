import { setTimeout as sleep } from "node:timers/promises";
import { cpuMsOfTree } from "./cpu-time.js";

const LOOK_EVERY_MS = 250;
/** A fifth of a processor's time. */
const QUIET_MS = 50;
const DEADLINE_MS = 30_000;

/** Waits until a worker, its hosts and its spare have loaded what they load: what that takes is no job's. */
export async function untilQuiet(pid: number): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  for (let before = await cpuMsOfTree(pid); performance.now() < deadline;) {
    await sleep(LOOK_EVERY_MS);
    const now = await cpuMsOfTree(pid);
    if (now - before < QUIET_MS) return;
    before = now;
  }
  throw new Error("the worker does not come to rest");
}
