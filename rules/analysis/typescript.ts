import { createRequire } from "node:module";
import { join } from "node:path";
import type typescript from "typescript";
import { fail } from "../../src/findings/errors.js";

/**
 * The compiler API of the TypeScript that is installed. Types come from `import type ts from "typescript"`, values from here:
 * TypeScript is an optional peer, so it is loaded when an analysis begins and not when the plugin is imported.
 */
export let tsc: typeof typescript;

/** Packages that may hold it, the wanted one first. The second is TypeScript 6 for those whose `typescript` is 7. */
const PACKAGES = ["typescript", "@typescript/typescript6"];

/** @throws LOOPWARD_TYPESCRIPT_MISSING, LOOPWARD_TYPESCRIPT_UNSUPPORTED */
export function loadTypeScript(): void {
  tsc ??= firstUsable();
}

function firstUsable(): typeof typescript {
  let unusable: string | undefined;
  for (const id of PACKAGES) {
    for (const place of placesToLook()) {
      const loaded = load(id, place);
      if (loaded && hasCompiler(loaded)) return loaded;
      unusable ??= loaded?.version;
    }
  }
  if (unusable !== undefined) throw fail("LOOPWARD_TYPESCRIPT_UNSUPPORTED", [unusable]);
  throw fail("LOOPWARD_TYPESCRIPT_MISSING", []);
}

/** TypeScript 7 is a native program: its npm package has the old name and none of the old compiler API. */
function hasCompiler(loaded: Partial<typeof typescript>): loaded is typeof typescript {
  return typeof loaded.createProgram === "function" && typeof loaded.forEachChild === "function";
}

/** Beside Loopward first (a peer is installed there), then in the project one stands in (`npx loopward check`). */
function placesToLook(): string[] {
  return [import.meta.url, join(process.cwd(), "package.json")];
}

function load(id: string, place: string): Partial<typeof typescript> | undefined {
  try {
    return createRequire(place)(id) as Partial<typeof typescript>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    return undefined;
  }
}
