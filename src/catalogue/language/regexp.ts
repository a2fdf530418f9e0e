import { languageFeature } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const feature = languageFeature("regexp");
const linear = "a pattern that cannot backtrack, or an input of bounded length";

// A pattern that backtracks takes time exponential in its input's length. `matchAll` returns an iterator and matches later.
const onRegExp = (name: string) =>
  feature({ form: "method", of: "RegExp" }, name, "data", linear, `Global_Objects/RegExp/${name}`);
const onString = (name: string) =>
  feature({ form: "method", of: "String" }, name, "data", linear, `Global_Objects/String/${name}`);

export const regexp = [
  onRegExp("exec"),
  onRegExp("test"),
  onString("match"),
  onString("replace"),
  onString("replaceAll"),
  onString("search"),
  onString("split"),
] as const satisfies readonly CatalogueEntry[];
