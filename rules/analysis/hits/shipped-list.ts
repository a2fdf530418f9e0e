import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { blockingEntry } from "../../settings/blocking-entry.js";
import { packageName } from "../origin/origin.js";
import { CatalogueIndex } from "./catalogue-index.js";

/** The part of a package.json that says which functions of the package block. */
const manifest = z.object({ loopward: z.object({ blocking: z.string() }) });

/** Entries as in settings; `module` is the package itself where it is left out. */
export const listOf = (name: string) =>
  z.array(z.preprocess((entry) => ({ module: name, ...(entry as object) }), blockingEntry));

/** By folder and package, as seen from the folder; null where there is no list. */
const lists = new Map<string, CatalogueIndex | null>();

/**
 * The list that a package ships: `"loopward": { "blocking": "./blocking.json" }` in its package.json. The package is the one that
 * Node would load for `file`.
 */
export function shippedList(module: string, file: string): CatalogueIndex | null {
  if (module === "global" || isBuiltin(module) || module.startsWith(".")) return null;
  return seenFrom(dirname(file), packageName(module));
}

/** What is known of a folder holds for those beneath. */
function seenFrom(folder: string, name: string): CatalogueIndex | null {
  const key = `${folder} ${name}`;
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = find(folder, name)));
  return list;
}

function find(folder: string, name: string): CatalogueIndex | null {
  const place = join(folder, "node_modules", name);
  const text = read(join(place, "package.json"));
  if (text !== undefined) return load(name, place, text);
  const parent = dirname(folder);
  return parent === folder ? null : seenFrom(parent, name);
}

function load(name: string, place: string, text: string): CatalogueIndex | null {
  // Nearly every package: not worth a parse.
  if (!text.includes('"loopward"')) return null;
  try {
    const { loopward } = manifest.parse(JSON.parse(text));
    const list: unknown = JSON.parse(read(join(place, loopward.blocking)) ?? "");
    return new CatalogueIndex(listOf(name).parse(list));
  } catch (error) {
    // Not the user's mistake, and no reason to lint nothing.
    const reason = error instanceof Error ? error.message : String(error);
    process.emitWarning(`The list of blocking APIs that ${name} ships cannot be read: ${reason}`, {
      code: "LOOPWARD_BAD_PACKAGE_LIST",
    });
    return null;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
