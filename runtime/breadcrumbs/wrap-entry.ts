import type { CatalogueEntry } from "../../src/catalogue/types.js";
import type { Crumbs } from "./crumbs.js";
import { wrapParse, wrapStringify } from "./json.js";
import { policyOf } from "./policy.js";
import { wrapConstructor, wrapFunction, type AnyConstructor, type AnyFunction } from "./wrap.js";

/**
 * The function or class of a catalogue entry with a crumb around its calls.
 * @param api index of the entry in the catalogue + 1
 */
export function wrapEntry(
  entry: CatalogueEntry,
  original: AnyFunction,
  api: number,
  crumbs: Crumbs,
): AnyFunction {
  if (entry.member.form === "static" && entry.member.of === "JSON")
    return (entry.name === "parse" ? wrapParse : wrapStringify)(original, api, crumbs);
  const wrapping = { api, ...policyOf(entry) };
  return entry.member.form === "constructor"
    ? (wrapConstructor(original as unknown as AnyConstructor, wrapping, crumbs) as unknown as AnyFunction)
    : wrapFunction(original, wrapping, crumbs);
}
