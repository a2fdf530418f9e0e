import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { fail } from "../findings/errors.js";

/**
 * The file that the optional package `name` resolves to: as Loopward's peer, or else from the project in `cwd`
 * (where Loopward itself is installed globally).
 * @throws LOOPWARD_DRIVER_MISSING, `why` being what needs it
 */
export function resolveDriver(name: string, cwd: string, why: string): string {
  for (const base of [import.meta.url, path.join(cwd, "package.json")]) {
    try {
      return createRequire(base).resolve(name);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  throw fail("LOOPWARD_DRIVER_MISSING", [name, why]);
}

/** Loads the optional package `name`. @throws LOOPWARD_DRIVER_MISSING */
export async function importDriver<Module>(name: string, cwd: string, why: string): Promise<Module> {
  const file = resolveDriver(name, cwd, why);
  return (await import(pathToFileURL(file).href)) as Module;
}

function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "MODULE_NOT_FOUND" || code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
}
