import { languageFeature } from "../row.js";
import type { CatalogueEntry } from "../types.js";

export const clone = [
  languageFeature("cpu")(
    { form: "function" },
    "structuredClone",
    "data",
    "a copy of only what changes, or a transfer of the buffers",
    "https://developer.mozilla.org/en-US/docs/Web/API/Window/structuredClone",
  ),
] as const satisfies readonly CatalogueEntry[];
