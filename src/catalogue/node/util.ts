import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn } = nodeModule("util", "cpu");

// `inspect` and `format` are left out: their depth and array limits bound them.
export const util = [
  fn("isDeepStrictEqual(val1, val2[, options])", "data", "a comparison of keys, versions or digests"),
] as const satisfies readonly CatalogueEntry[];
