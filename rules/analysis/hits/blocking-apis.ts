import { catalogue } from "../../../src/catalogue/index.js";
import type { CatalogueEntry } from "../../../src/catalogue/types.js";
import type { Origin } from "../origin/origin.js";
import { CatalogueIndex } from "./catalogue-index.js";
import { shippedList } from "./shipped-list.js";

const known = new CatalogueIndex(catalogue);

/** All that is said of blocking APIs: by the user's settings first, then by the packages themselves, then by the catalogue. */
export class BlockingApis {
  readonly #own: CatalogueIndex;

  constructor(own: readonly CatalogueEntry[]) {
    this.#own = new CatalogueIndex(own);
  }

  /** @param file the file that calls it, by which packages are found */
  called(origin: Origin, file: string): CatalogueEntry | undefined {
    return (
      this.#own.called(origin) ?? shippedList(origin.module, file)?.called(origin) ?? known.called(origin)
    );
  }

  /** As `called`, by `new`. */
  constructed(origin: Origin, file: string): CatalogueEntry | undefined {
    return (
      this.#own.constructed(origin) ??
      shippedList(origin.module, file)?.constructed(origin) ??
      known.constructed(origin)
    );
  }
}
