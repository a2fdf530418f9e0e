import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn, methods } = nodeModule("v8", "cpu");
const pieces = "smaller values, or a worker thread";
const diagnosis = "a process that serves no tasks: this is a tool of diagnosis";

export const v8 = [
  fn("deserialize(buffer)", "data", pieces),
  fn("serialize(value)", "data", pieces),
  methods("Serializer", "serializer")("writeValue(value)", "data", pieces),
  methods("Deserializer", "deserializer")("readValue()", "data", pieces),
  // These walk or collect the whole heap: seconds for a gigabyte.
  fn("getHeapSnapshot([options])", "heavy", diagnosis),
  fn("queryObjects(ctor[, options])", "heavy", diagnosis),
  fn("writeHeapSnapshot([filename[,options]])", "heavy", diagnosis, { kind: "sync-call" }),
  fn("stopCoverage()", "data", diagnosis),
  fn("takeCoverage()", "data", diagnosis),
] as const satisfies readonly CatalogueEntry[];
