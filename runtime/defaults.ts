import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../src/findings/errors.js";

/** Loops that serve people are felt to hang from about here on, in ms. */
export const DEFAULT_THRESHOLD_MS = 100;
export const DEFAULT_ABORT_AFTER_MS = 5_000;

/**
 * The file of a process that has no supervisor: today's (UTC) in the folder that `loopward reports` reads.
 * @throws LoopwardError `LOOPWARD_STATE_DIR` when the folder cannot be made
 */
export function defaultReportFile(root: string): string {
  const folder = join(root, ".loopward", "reports");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fail("LOOPWARD_STATE_DIR", [folder, error instanceof Error ? error.message : String(error)], {
      cause: error,
    });
  }
  return join(folder, `${new Date().toISOString().slice(0, 10)}.ndjson`);
}
