import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The project root: the nearest folder at or above `cwd` that holds a package.json, else `cwd` itself. */
export function findProjectRoot(cwd: string): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) return resolve(cwd);
  }
}
