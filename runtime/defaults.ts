import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../src/findings/errors.js";

/** Loops that serve people are felt to hang from about here on, in ms. */
export const DEFAULT_THRESHOLD_MS = 100;
export const DEFAULT_ABORT_AFTER_MS = 5_000;

/**
 * Where a process that has no supervisor keeps its reports: the folder that `loopward reports` reads.
 * @throws LoopwardError `LOOPWARD_STATE_DIR` when the folder cannot be made
 */
export function defaultReportsFolder(root: string): string {
  const folder = join(root, ".loopward", "reports");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fail("LOOPWARD_STATE_DIR", [folder, error instanceof Error ? error.message : String(error)], {
      cause: error,
    });
  }
  return folder;
}
