import { apiName } from "../../../src/catalogue/api-name.js";
import { catalogue } from "../../../src/catalogue/index.js";
import type { CatalogueEntry } from "../../../src/catalogue/types.js";
import { pathText, type Origin } from "../origin/origin.js";

/** Finds the entry of an API by where it comes from. */
export class CatalogueIndex {
  readonly #calls = new Map<string, CatalogueEntry>();
  readonly #constructors = new Map<string, CatalogueEntry>();

  /** @param own the user's entries; they win over the catalogue's */
  constructor(own: readonly CatalogueEntry[] = []) {
    for (const entry of [...catalogue, ...own]) {
      const index = entry.member.form === "constructor" ? this.#constructors : this.#calls;
      index.set(`${entry.module} ${memberPath(entry)}`, entry);
    }
  }

  called(origin: Origin): CatalogueEntry | undefined {
    return this.#calls.get(keyOf(origin));
  }

  constructed(origin: Origin): CatalogueEntry | undefined {
    return this.#constructors.get(keyOf(origin));
  }
}

function keyOf(origin: Origin): string {
  return `${origin.module} ${pathText(origin.path)}`;
}

/** As `apiName`, less module and `new`. */
function memberPath(entry: CatalogueEntry): string {
  const name = apiName({ ...entry, module: "global" });
  return name.startsWith("new ") ? name.slice("new ".length) : name;
}
