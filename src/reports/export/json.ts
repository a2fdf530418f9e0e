import type { ExportFormat } from "./format.js";

/** One JSON array, a report a line. */
export const json: ExportFormat = {
  stacks: true,
  mediaType: "application/json",
  async *write(reports) {
    let before = "[\n";
    for await (const batch of reports) {
      yield before + batch.map((report) => JSON.stringify(report)).join(",\n");
      before = ",\n";
    }
    yield before === "[\n" ? "[]\n" : "\n]\n";
  },
};
