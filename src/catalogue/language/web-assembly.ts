import { languageFeature } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const feature = languageFeature("cpu");
const reference = "https://developer.mozilla.org/en-US/docs/WebAssembly/Reference/JavaScript_interface/";

export const webAssembly = [
  feature(
    { form: "constructor", of: "WebAssembly" },
    "Module",
    "data",
    "`WebAssembly.compile`, which compiles on other threads",
    `${reference}Module/Module`,
  ),
] as const satisfies readonly CatalogueEntry[];
