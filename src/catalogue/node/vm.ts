import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn, constructors, methods } = nodeModule("vm", "cpu");
const script = methods("Script", "script");
const offload = "a worker thread or the process pool, where a `timeout` cannot harm other tasks";
const once = "one script, compiled when the program starts";

// A script runs for as long as it likes; each new context costs about a millisecond.
export const vm = [
  fn("compileFunction(code[, params[, options]])", "data", once),
  fn("createContext([contextObject[, options]])", "heavy", "one context, made when the program starts"),
  fn("runInContext(code, contextifiedObject[, options])", "heavy", offload, { unbounded: true }),
  fn("runInNewContext(code[, contextObject[, options]])", "heavy", offload, { unbounded: true }),
  fn("runInThisContext(code[, options])", "heavy", offload, { unbounded: true }),
  constructors("new vm.")("Script(code[, options])", "data", once),
  script("createCachedData()", "data", "`module.enableCompileCache` of `node:module`"),
  script("runInContext(contextifiedObject[, options])", "heavy", offload, { unbounded: true }),
  script("runInNewContext([contextObject[, options]])", "heavy", offload, { unbounded: true }),
  script("runInThisContext([options])", "heavy", offload, { unbounded: true }),
] as const satisfies readonly CatalogueEntry[];
