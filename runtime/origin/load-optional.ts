import { createRequire } from "node:module";
import { join } from "node:path";
import { fail } from "../../src/findings/errors.js";

/**
 * Loads the optional package `name`: as Loopward's peer, or else from the project in `root`.
 * @throws LoopwardError `LOOPWARD_DRIVER_MISSING`, `why` being what needs it
 */
export function loadOptional(name: string, root: string, why: string): unknown {
  for (const base of [import.meta.url, join(root, "package.json")]) {
    const require = createRequire(base);
    try {
      return require(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw fail("LOOPWARD_DRIVER_MISSING", [name, why]);
}
