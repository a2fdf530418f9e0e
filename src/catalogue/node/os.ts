import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn } = nodeModule("os", "sync-call");
const once = "one call when the program starts, with its result kept";

// `cpus` and `networkInterfaces` read a table that grows with the machine; `userInfo` may ask a directory server.
export const os = [
  fn("cpus()", "light", once),
  fn("networkInterfaces()", "light", once),
  fn("userInfo([options])", "light", once),
] as const satisfies readonly CatalogueEntry[];
