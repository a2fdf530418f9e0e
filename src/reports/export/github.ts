import { summariseStream } from "../summarise.js";
import type { ExportFormat } from "./format.js";
import { isPlaced, sentenceOf } from "./sentence.js";

/** Workflow commands that GitHub Actions shows as annotations, one a line of code, what stole most first. */
export const github: ExportFormat = {
  stacks: false,
  mediaType: "text/plain",
  async *write(reports) {
    const { culprits } = await summariseStream(reports);
    for (const culprit of culprits.filter(isPlaced)) {
      const title = property(`${culprit.api ?? culprit.function ?? "code"} stalled the event loop`);
      yield `::error file=${property(culprit.file)},line=${culprit.line},col=${culprit.column},title=${title}::${data(`${sentenceOf(culprit)} ${culprit.advice}`)}\n`;
    }
  },
};

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
