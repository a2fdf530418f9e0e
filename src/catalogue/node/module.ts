import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn, methods } = nodeModule("module", "load");
const atStart = "the same call when the program starts";

// What `createRequire` returns is a `require`: its calls are those of the global entry `require`.
export const moduleEntries = [
  methods("Module", "module")("require(id)", "data", "`import` at the top of the file", {
    when: { kind: "inside-function" },
    docs: "https://nodejs.org/api/modules.html#modulerequireid",
  }),
  // Starts the loader thread and stands still until its hooks are ready.
  fn("register(specifier[, parentURL][, options])", "heavy", atStart),
  fn("findPackageJSON(specifier[, base])", "light", atStart, { since: "22.14.0" }),
  fn("flushCompileCache([keepDeserializedCache])", "data", "leaving it to the exit of the process", {
    kind: "sync-call",
    since: "22.10.0",
  }),
  fn("stripTypeScriptTypes(code[, options])", "data", "a build step, or a worker thread", {
    kind: "cpu",
    since: "22.13.0",
  }),
] as const satisfies readonly CatalogueEntry[];
