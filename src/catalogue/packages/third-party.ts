import type { BlockingKind, CatalogueEntry, Cost, Member } from "../types.js";

/** The rarer facts of a row. */
export type Facts = Partial<
  Pick<CatalogueEntry, "kind" | "when" | "unbounded" | "awaitable" | "mostlySmall" | "docs">
>;

/** One API of a package: its name as findings have it, less the module; what it costs; what to use instead. */
export type Row = readonly [name: string, cost: Cost, instead: string, facts?: Facts];

/** It returns a promise, and computes on the calling thread all the same. */
export const awaitable: Facts = { awaitable: true };

/** Synchronous unless a callback is given. */
export const withoutCallback: Facts = { when: { kind: "no-callback" } };

/** Given little things all day. */
export const mostlySmall: Facts = { mostlySmall: true };

/**
 * The entries of one package and of those that offer the same API: forks, scoped successors, builds for other targets.
 * Names are written as findings write them: `parse`, `utils.sheet_to_json`, `new JSDOM`, `Workbook#xlsx.load`, `compile()` for
 * the function that `compile` returns, `default` and `new default` for the module itself.
 * @param docs the packages' documentation of these APIs
 */
export function thirdParty(
  modules: string | readonly string[],
  docs: string,
  rows: readonly Row[],
  kind: BlockingKind = "cpu",
): CatalogueEntry[] {
  return [modules].flat().flatMap((module) =>
    rows.map(([api, cost, instead, facts]): CatalogueEntry => ({
      module,
      ...memberOf(api),
      kind,
      cost,
      instead,
      docs,
      ...facts,
    })),
  );
}

/**
 * Marks the entries of packages that do their work in native code.
 * @param madeBy for a class that is not exported: the function or method that returns its instances
 */
export function native(
  entries: readonly CatalogueEntry[],
  madeBy: Readonly<Record<string, string>> = {},
): CatalogueEntry[] {
  return entries.map((entry) => {
    const maker = entry.member.form === "method" ? madeBy[entry.member.of] : undefined;
    return { ...entry, native: maker === undefined ? true : { madeBy: maker } };
  });
}

function memberOf(api: string): { name: string; member: Member } {
  if (api.startsWith("new ")) {
    const [name = api, of] = api.slice("new ".length).split(".").reverse();
    return { name, member: of === undefined ? { form: "constructor" } : { form: "constructor", of } };
  }
  const [, of, separator, name] = /^([\w$]+)([#.])(.+)$/.exec(api) ?? [];
  if (of === undefined || name === undefined) return { name: api, member: { form: "function" } };
  return { name, member: { form: separator === "#" ? "method" : "static", of } };
}
