import { languageFeature } from "../row.js";
import type { BlocksWhen, CatalogueEntry } from "../types.js";

const feature = languageFeature("load");
const when: BlocksWhen = { kind: "inside-function" };
const atTop = "`import` at the top of the file";

// The first call reads, compiles and runs the module and all that it needs; later calls cost nothing.
export const loading = [
  feature({ form: "function" }, "require", "data", atTop, "https://nodejs.org/api/modules.html#requireid", {
    when,
  }),
  // Its reading is asynchronous, its running is not: the `await` before it does not help.
  feature({ form: "function" }, "import", "data", atTop, "Operators/import", { when }),
  feature(
    { form: "static", of: "require" },
    "resolve",
    "light",
    "the same call when the program starts",
    "https://nodejs.org/api/modules.html#requireresolverequest-options",
    { kind: "sync-call" },
  ),
] as const satisfies readonly CatalogueEntry[];
