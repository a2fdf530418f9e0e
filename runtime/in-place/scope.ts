import { sep } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGES = `${sep}node_modules${sep}`;
// Loopward's own code, where it does not lie in a `node_modules`: beside this file, `dist/runtime` and `dist/src`.
const OWN = ["../", "../../src/"].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));

/** Whether a file's loops and functions get checks: the app's own do, and those of the packages that are named. */
export function isInScope(path: string, packages: readonly string[]): boolean {
  // With symbolic links resolved, the innermost folder names the package, whatever the package manager's layout.
  const at = path.lastIndexOf(PACKAGES);
  if (at === -1) return !OWN.some((folder) => path.startsWith(folder));
  const inside = path
    .slice(at + PACKAGES.length)
    .split(sep)
    .join("/");
  return packages.some((name) => inside.startsWith(`${name}/`));
}
