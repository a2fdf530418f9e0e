import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";

/** A package of the workspace: where it is, and what it says of its entry points. */
interface Package {
  readonly folder: string;
  readonly manifest: { readonly exports?: unknown; readonly [field: string]: unknown };
}

const SOURCE_ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx"];

/** Folders into which packages build, and which stand for the sources in their entry points. */
const BUILT = /(^|\/)(dist|build|lib|out|esm|cjs|es)\//g;

/** Finds the sources behind imports of the workspace's own packages, whether or not they are installed or built. */
export class WorkspacePackages {
  readonly #byName = new Map<string, Package>();

  constructor(folder: string) {
    const manifests = globSync("**/package.json", {
      cwd: folder,
      absolute: true,
      ignore: ["**/node_modules/**", "**/.*/**"],
    });
    for (const file of manifests) {
      const manifest = readManifest(file);
      if (typeof manifest?.name === "string")
        this.#byName.set(manifest.name, { folder: dirname(file), manifest });
    }
  }

  /** The source file that `specifier` means: `@app/mail`, `@app/mail/templates`. */
  resolve(specifier: string): string | undefined {
    const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? "";
    const found = this.#byName.get(name);
    if (!found) return undefined;
    const subpath = specifier.slice(name.length + 1);
    const targets = [...entryPoints(found, subpath), ...conventional(subpath)];
    return targets.map((target) => sourceOf(found.folder, target)).find((file) => file !== undefined);
  }
}

function readManifest(file: string): Package["manifest"] | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Package["manifest"];
  } catch {
    // A template or a test's broken sample: such a folder is no package that anyone can import.
    return undefined;
  }
}

function entryPoints({ manifest }: Package, subpath: string): string[] {
  const { exports, source, types, module, main } = manifest;
  const fields =
    subpath === "" ? [source, types, module, main].filter((field) => typeof field === "string") : [];
  return [...exportTargets(exports, subpath === "" ? "." : `./${subpath}`), ...fields];
}

/** The files that `exports` maps a subpath to, under whatever conditions. */
function exportTargets(exports: unknown, subpath: string): string[] {
  if (typeof exports === "string") return subpath === "." ? [exports] : [];
  if (typeof exports !== "object" || exports === null) return [];
  const table = exports as Record<string, unknown>;
  if (!Object.keys(table).some((key) => key.startsWith("."))) return subpath === "." ? leaves(table) : [];
  return Object.entries(table).flatMap(([key, value]) => {
    const [before = "", after] = key.split("*");
    if (after === undefined) return key === subpath ? leaves(value) : [];
    const fits = subpath.startsWith(before) && subpath.endsWith(after);
    const middle = subpath.slice(before.length, subpath.length - after.length);
    return fits ? leaves(value).map((target) => target.replaceAll("*", middle)) : [];
  });
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}

function conventional(subpath: string): string[] {
  return subpath === "" ? ["src/index", "index", "src/main"] : [subpath, `src/${subpath}`];
}

/** The source behind an entry point: itself, or what lies in `src` (or beside it) in place of a folder of built files. */
function sourceOf(folder: string, target: string): string | undefined {
  const stem = target.replace(/^\.\//, "").replace(/(\.d)?\.[cm]?[jt]sx?$/, "");
  const stems = [stem.replace(BUILT, "$1src/"), stem.replace(BUILT, "$1"), stem];
  for (const candidate of stems) {
    for (const path of [candidate, `${candidate}/index`]) {
      const ending = SOURCE_ENDINGS.find((suffix) => existsSync(join(folder, path + suffix)));
      if (ending) return join(folder, path + ending).replaceAll("\\", "/");
    }
  }
  return undefined;
}
