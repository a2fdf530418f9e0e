import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { methods } = nodeModule("wasi", "cpu");
const wasiInstance = methods("WASI", "wasi");
const offload = "a worker thread";

export const wasi = [
  wasiInstance("initialize(instance)", "heavy", offload, { unbounded: true }),
  wasiInstance("start(instance)", "heavy", offload, { unbounded: true }),
] as const satisfies readonly CatalogueEntry[];
