import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn, statics } = nodeModule("process", "sync-call");
const report = statics("report");
const diagnosis = "a process that serves no tasks: this is a tool of diagnosis";

export const process = [
  fn("dlopen(module, filename[, flags])", "data", "loading when the program starts", { kind: "load" }),
  fn("initgroups(user, extraGroup)", "light", "the same call when the program starts"),
  fn("loadEnvFile(path)", "light", "the same call when the program starts"),
  // Walks the heap and every handle, and looks up the names of remote hosts unless `excludeNetwork` is set.
  report("getReport([err])", "heavy", diagnosis),
  report("writeReport([filename][, err])", "heavy", diagnosis),
] as const satisfies readonly CatalogueEntry[];
