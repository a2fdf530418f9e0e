import type { CatalogueEntry } from "./types.js";

/**
 * The name of an API in findings and reports.
 * `fs.readFileSync`, `JSON.parse`, `sqlite.DatabaseSync#exec` (method), `new vm.Script` (constructor),
 * `structuredClone` (global function), `pixelmatch` (a module that is a function), `new adm-zip` (that is a class).
 */
export function apiName(entry: Pick<CatalogueEntry, "module" | "name" | "member">): string {
  if (entry.name === "default")
    return entry.member.form === "constructor" ? `new ${entry.module}` : entry.module;
  const prefix = entry.module === "global" ? "" : `${entry.module}.`;
  switch (entry.member.form) {
    case "function":
      return `${prefix}${entry.name}`;
    case "constructor":
      return `new ${prefix}${entry.member.of ? `${entry.member.of}.` : ""}${entry.name}`;
    case "method":
      return `${prefix}${entry.member.of}#${entry.name}`;
    case "static":
      return `${prefix}${entry.member.of}.${entry.name}`;
    default:
      return entry.member satisfies never;
  }
}
