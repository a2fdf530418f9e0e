/**
 * Records which APIs of `src/catalogue/packages` the packages really have, in `test/catalogue/package-names.json`; a test
 * compares the catalogue with the record. Run it with folders in which packages are installed (and their `@types`, where
 * they ship no types): `npx tsx docs/generate/package-names.ts FOLDER…`. What is not installed keeps its record.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { globSync } from "tinyglobby";
import { apiName } from "../../src/catalogue/api-name.js";
import { packages } from "../../src/catalogue/packages/index.js";
import type { CatalogueEntry } from "../../src/catalogue/types.js";

/** By API: the version that has it, and whether loading it, its types or its source told so. */
type Names = Record<string, string>;

const file = fileURLToPath(new URL("../../test/catalogue/package-names.json", import.meta.url));
const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Names) : {};
const names: Names = {};
const missing: string[] = [];

for (const module of new Set(packages.map((entry) => entry.module))) {
  const folders = process.argv
    .slice(2)
    .filter((each) => existsSync(join(each, "node_modules", nameOf(module))));
  const places = await Promise.all(folders.map(async (folder) => look(module, folder)));
  for (const entry of packages.filter((each) => each.module === module)) {
    const api = apiName(entry);
    const evidence =
      places.map((place) => evidenceOf(entry, place)).find((each) => each !== undefined) ?? before[api];
    if (evidence === undefined) missing.push(places.length === 0 ? `${api} (not installed)` : api);
    else names[api] = evidence;
  }
}
writeFileSync(file, `${JSON.stringify(names, Object.keys(names).sort(), 2)}\n`);
console.log(`${Object.keys(names).length} recorded`);
console.log(missing.map((api) => `not found: ${api}`).join("\n"));
// Some packages keep timers or threads.
process.exit();

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Place {
  readonly version: string;
  readonly loaded: unknown;
  readonly types: string;
  readonly source: string;
}

async function look(module: string, folder: string): Promise<Place> {
  const name = nameOf(module);
  const described = name.startsWith("@") ? name.slice(1).replace("/", "__") : name;
  const place = join(folder, "node_modules", name);
  const { version, dependencies } = JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as Manifest;
  const declarations = ["**/*.d.{ts,mts,cts}"];
  // Some hand on what a package below them declares.
  const typed = [name, `@types/${described}`, ...Object.keys(dependencies ?? {})];
  return {
    version,
    loaded: await load(module, folder),
    types: typed.map((each) => textOf(join(folder, "node_modules", each), declarations)).join("\n"),
    source: textOf(place, ["**/*.{js,cjs,mjs}"]),
  };
}

function evidenceOf(entry: CatalogueEntry, { version, loaded, types, source }: Place): string | undefined {
  if (exportsIt(entry, loaded)) return `${version} loaded`;
  if (declaresIt(entry, types)) return `${version} types`;
  return declaresIt(entry, source) ? `${version} source` : undefined;
}

function nameOf(module: string): string {
  return module.split("/", module.startsWith("@") ? 2 : 1).join("/");
}

async function load(module: string, folder: string): Promise<unknown> {
  const require = createRequire(join(folder, "package.json"));
  try {
    return require(module);
  } catch {
    try {
      const from = pathToFileURL(join(folder, "package.json")).href;
      return await import(import.meta.resolve(module, from));
    } catch {
      return undefined;
    }
  }
}

function exportsIt({ name, member }: CatalogueEntry, loaded: unknown): boolean {
  const path = name === "default" ? [] : name.replace("()", "").split(".");
  const inside = "of" in member && member.of !== undefined ? [member.of] : [];
  const below = member.form === "method" ? ["prototype", ...path] : path;
  return [loaded, at(loaded, ["default"])].some(
    (root) => typeof at(root, [...inside, ...below]) === "function",
  );
}

function at(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | null | undefined)?.[key],
    root,
  );
}

function textOf(folder: string, patterns: string[]): string {
  if (!existsSync(folder)) return "";
  const paths = globSync(patterns, {
    cwd: folder,
    absolute: true,
    ignore: ["**/node_modules/**", "**/*.min.*"],
  });
  return paths.map((path) => readFileSync(path, "utf8")).join("\n");
}

function declaresIt({ name, member }: CatalogueEntry, text: string): boolean {
  if (name.startsWith("default")) return /export (default|=|\{[^}]*as default)|module\.exports =/.test(text);
  // What a method's class is called does not matter to the analysis, which asks where the object came from.
  const of = member.form === "method" || !("of" in member) ? [] : [member.of ?? name];
  const words = [...of, ...name.replace("()", "").split(".")];
  return words.every((word) =>
    new RegExp(`(?<![\\w$])${word.replace("$", "\\$")}\\s*[({<:=?,;}]`).test(text),
  );
}
