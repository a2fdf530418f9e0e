import type { Frame } from "../findings/report.js";

/** Whether a frame is not the user's own: code of Node, or of a package. */
export function isForeign({ file }: Frame): boolean {
  return file.startsWith("node:") || file.split(/[\\/]/).includes("node_modules");
}
