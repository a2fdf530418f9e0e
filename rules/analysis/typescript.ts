import { createRequire } from "node:module";
import { join } from "node:path";
import type typescript from "typescript";
import { fail } from "../../src/findings/errors.js";

/**
 * The compiler API of the TypeScript that is installed. Types come from `import type ts from "typescript"`, values from here:
 * TypeScript is an optional peer, so it is loaded when an analysis begins and not when the plugin is imported.
 */
export let tsc: typeof typescript;

/** @throws LOOPWARD_TYPESCRIPT_MISSING, LOOPWARD_TYPESCRIPT_UNSUPPORTED */
export function loadTypeScript(require: (id: string) => unknown = requireNearest): void {
  tsc ??= checked(load(require));
}

function load(require: (id: string) => unknown): Partial<typeof typescript> {
  try {
    return require("typescript") as Partial<typeof typescript>;
  } catch (error) {
    throw fail("LOOPWARD_TYPESCRIPT_MISSING", [], { cause: error });
  }
}

/** TypeScript 7 is a native program: its npm package has the old name and none of the old compiler API. */
function checked(loaded: Partial<typeof typescript>): typeof typescript {
  const usable = typeof loaded.createProgram === "function" && typeof loaded.forEachChild === "function";
  if (!usable) throw fail("LOOPWARD_TYPESCRIPT_UNSUPPORTED", [loaded.version ?? "7"]);
  return loaded as typeof typescript;
}

/** Beside Loopward first (a peer is installed there), then in the project one stands in (`npx loopward check`). */
function requireNearest(id: string): unknown {
  try {
    return createRequire(import.meta.url)(id);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    return createRequire(join(process.cwd(), "package.json"))(id);
  }
}
