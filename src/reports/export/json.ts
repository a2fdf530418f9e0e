import type { ExportFormat } from "./format.js";

/** One JSON array, a report a line. */
export const json: ExportFormat = {
  stacks: true,
  mediaType: "application/json",
  async *write(reports) {
    let before = "[\n";
    for await (const report of reports) {
      yield before + JSON.stringify(report);
      before = ",\n";
    }
    yield before === "[\n" ? "[]\n" : "\n]\n";
  },
};
