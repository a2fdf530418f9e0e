import type { Format } from "./format.js";

/** Workflow commands that GitHub Actions shows as annotations on the changed lines. */
export const githubFormat: Format = ({ findings }) =>
  findings
    .map(({ file, line, column, api, message }) => {
      const title = property(`${api} blocks the event loop`);
      return `::error file=${property(file)},line=${line},col=${column},title=${title}::${data(message)}`;
    })
    .join("\n");

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
