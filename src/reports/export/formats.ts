import type { ExportFormat } from "./format.js";

/** Every format of `loopward reports export`, each loaded by need. */
export const exportFormats = {
  json: async () => (await import("./json.js")).json,
  csv: async () => (await import("./csv.js")).csv,
  sarif: async () => (await import("./sarif.js")).sarif,
  github: async () => (await import("./github.js")).github,
  html: async () => (await import("./html.js")).html,
  cpuprofile: async () => (await import("./cpuprofile.js")).cpuprofile,
  "known-stalls": async () => (await import("./known-stalls.js")).knownStalls,
} satisfies Record<string, () => Promise<ExportFormat>>;

export type ExportFormatName = keyof typeof exportFormats;

export const exportFormatNames = Object.keys(exportFormats) as ExportFormatName[];
