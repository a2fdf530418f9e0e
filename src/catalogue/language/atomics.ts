import { languageFeature } from "../row.js";
import type { CatalogueEntry } from "../types.js";

export const atomics = [
  languageFeature("sync-call")(
    { form: "static", of: "Atomics" },
    "wait",
    "heavy",
    "`Atomics.waitAsync`, or a message",
    "Global_Objects/Atomics/wait",
    { unbounded: true },
  ),
] as const satisfies readonly CatalogueEntry[];
