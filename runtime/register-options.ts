import { fail } from "../src/findings/errors.js";
import type { ProcessGuardOptions } from "./index.js";

const SMALLEST_THRESHOLD_MS = 20;

/**
 * What `loopward/register` reads in the environment: `LOOPWARD_GUARD_THRESHOLD` (ms), `LOOPWARD_GUARD_ROOT` (files in reports
 * are relative to it) and `LOOPWARD_GUARD_FILE` (where reports are appended); `LOOPWARD_GUARD_ORIGIN` (`1`: origin mode). An empty value is none.
 * @throws LoopwardError `LOOPWARD_BAD_OPTION`
 */
export function registerOptions(env: NodeJS.ProcessEnv): ProcessGuardOptions {
  const { LOOPWARD_GUARD_THRESHOLD: threshold, LOOPWARD_GUARD_ROOT: root, LOOPWARD_GUARD_FILE: file } = env;
  const { LOOPWARD_GUARD_ORIGIN: origin } = env;
  return {
    ...(threshold && { thresholdMs: parseThreshold(threshold) }),
    ...(root && { root }),
    ...(file && { file }),
    ...(origin && { origin: parseSwitch("LOOPWARD_GUARD_ORIGIN", origin) }),
  };
}

function parseThreshold(text: string): number {
  const ms = Number(text);
  if (ms >= SMALLEST_THRESHOLD_MS) return ms;
  throw fail("LOOPWARD_BAD_OPTION", [
    "LOOPWARD_GUARD_THRESHOLD",
    `${JSON.stringify(text)} is no number of milliseconds from ${SMALLEST_THRESHOLD_MS} on`,
  ]);
}

function parseSwitch(name: string, text: string): boolean {
  if (text === "1" || text === "0") return text === "1";
  throw fail("LOOPWARD_BAD_OPTION", [name, `${JSON.stringify(text)} is neither 1 nor 0`]);
}
