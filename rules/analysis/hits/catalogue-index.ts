import { isBuiltin } from "node:module";
import { apiName } from "../../../src/catalogue/api-name.js";
import { standIns } from "../../../src/catalogue/packages/files.js";
import type { CatalogueEntry } from "../../../src/catalogue/types.js";
import { INSTANCE, packageName, pathText, RESULT, type Origin } from "../origin/origin.js";

/** Finds the entry of an API by where it comes from. */
export class CatalogueIndex {
  readonly #calls = new Map<string, CatalogueEntry>();
  readonly #constructors = new Map<string, CatalogueEntry>();
  readonly #methods = new Map<string, CatalogueEntry>();

  constructor(entries: readonly CatalogueEntry[]) {
    for (const entry of entries) {
      const index = entry.member.form === "constructor" ? this.#constructors : this.#calls;
      index.set(`${entry.module} ${memberPath(entry)}`, entry);
      if (entry.member.form === "method" && isPackage(entry.module)) {
        this.#methods.set(`${packageName(entry.module)} ${entry.name}`, entry);
      }
    }
  }

  called(origin: Origin): CatalogueEntry | undefined {
    return find(this.#calls, origin) ?? this.#methodOf(origin);
  }

  constructed(origin: Origin): CatalogueEntry | undefined {
    return find(this.#constructors, origin);
  }

  /**
   * A package's method on whatever came out of the package: builders and factories hand on objects whose class no import
   * names, and without types nobody could say it.
   */
  #methodOf({ module, path }: Origin): CatalogueEntry | undefined {
    const made = Math.max(path.lastIndexOf(INSTANCE), path.lastIndexOf(RESULT));
    if (made < 0) return undefined;
    return this.#methods.get(`${packageName(module)} ${path.slice(made + 1).join(".")}`);
  }
}

/** A file inside of a package exports what the package does, unless the catalogue knows better. */
function find(
  index: ReadonlyMap<string, CatalogueEntry>,
  { module, path }: Origin,
): CatalogueEntry | undefined {
  const key = pathText(path) || "default";
  const places = [module, packageName(module), standIns[module]];
  for (const place of places) {
    const entry = index.get(`${place} ${key}`);
    if (entry) return entry;
  }
  return undefined;
}

function isPackage(module: string): boolean {
  return module !== "global" && !isBuiltin(module);
}

/** As `apiName`, less module and `new`. */
function memberPath(entry: CatalogueEntry): string {
  if (entry.name === "default") return entry.name;
  const name = apiName({ ...entry, module: "global" });
  return name.startsWith("new ") ? name.slice("new ".length) : name;
}
