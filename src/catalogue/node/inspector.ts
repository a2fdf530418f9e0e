import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn } = nodeModule("inspector", "sync-call");

export const inspector = [
  fn("waitForDebugger()", "heavy", "`node --inspect-brk`", { unbounded: true }),
] as const satisfies readonly CatalogueEntry[];
