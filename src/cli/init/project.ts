import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fail } from "../../findings/errors.js";

/** What `package.json` may hold that matters here; all else is kept as it is. */
export interface Manifest {
  name?: string;
  type?: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** A project before it is set up. */
export interface ProjectFacts {
  readonly folder: string;
  /** Null: there is no package.json. */
  readonly manifest: Manifest | null;
  readonly indent: string | number;
  readonly typescript: boolean;
  readonly modules: "esm" | "cjs";
  /** The ESLint configuration that is there. */
  readonly eslintConfig: string | null;
}

/** @throws LoopwardError `LOOPWARD_BAD_JSON` when package.json cannot be read */
export function readProject(folder: string): ProjectFacts {
  const text = readIfThere(join(folder, "package.json"));
  const manifest = text === null ? null : parse(text);
  const packages = { ...manifest?.dependencies, ...manifest?.devDependencies };
  return {
    folder,
    manifest,
    indent: /^\{\r?\n([ \t]+)/.exec(text ?? "")?.[1] ?? 2,
    typescript: existsSync(join(folder, "tsconfig.json")) || "typescript" in packages,
    // A project that begins here begins with modules of the language.
    modules: manifest === null || manifest.type === "module" ? "esm" : "cjs",
    eslintConfig: readdirSync(folder).find((name) => /^eslint\.config\.[cm]?[jt]s$/.test(name)) ?? null,
  };
}

/** The manifest of a project that has none. */
export function newManifest(folder: string): Manifest & { version: string; private: boolean } {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "");
  return { name: name || "tasks", version: "0.0.0", private: true, type: "module" };
}

function parse(text: string): Manifest {
  try {
    return JSON.parse(text) as Manifest;
  } catch (error) {
    throw fail("LOOPWARD_BAD_JSON", ["package.json", (error as Error).message], { cause: error });
  }
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
