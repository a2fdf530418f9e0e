/**
 * `node --import loopward/register app.js`: reports for any program, without a change to it.
 * `LOOPWARD_THRESHOLD` (ms), `LOOPWARD_ROOT` and `LOOPWARD_REPORT_FILE` set what `startGuard` takes.
 */
import { isMainThread } from "node:worker_threads";
import { fail } from "../src/findings/errors.js";
import { startGuard } from "./index.js";

const SMALLEST_THRESHOLD_MS = 20;

// Preloaded modules run in every thread; a worker thread's loop keeps nobody waiting but itself.
if (isMainThread) {
  const { LOOPWARD_THRESHOLD, LOOPWARD_ROOT, LOOPWARD_REPORT_FILE } = process.env;
  await startGuard({
    ...(LOOPWARD_THRESHOLD !== undefined && { thresholdMs: parseThreshold(LOOPWARD_THRESHOLD) }),
    ...(LOOPWARD_ROOT !== undefined && { root: LOOPWARD_ROOT }),
    ...(LOOPWARD_REPORT_FILE !== undefined && { file: LOOPWARD_REPORT_FILE }),
  });
}

function parseThreshold(text: string): number {
  const ms = Number(text);
  if (ms >= SMALLEST_THRESHOLD_MS) return ms;
  throw fail("LOOPWARD_BAD_OPTION", [
    "LOOPWARD_THRESHOLD",
    `${JSON.stringify(text)} is no number of milliseconds from ${SMALLEST_THRESHOLD_MS} on`,
  ]);
}
