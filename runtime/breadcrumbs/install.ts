import { syncBuiltinESMExports } from "node:module";
import { catalogue } from "../../src/catalogue/index.js";
import type { CatalogueEntry } from "../../src/catalogue/types.js";
import type { Crumbs } from "./crumbs.js";
import type { AnyFunction } from "./wrap.js";
import { wrapEntry } from "./wrap-entry.js";

// `sqlite` and `wasi` print a warning when they are first loaded; loading is told by the frames on the stack.
const NOT_WRAPPED = new Set(["sqlite", "wasi", "module"]);
// Regular expressions answer a look at the stack; touching web storage opens it.
const NOT_WRAPPED_GLOBALS = new Set(["RegExp", "String", "Storage", "require", "import"]);

type Holder = Record<string, unknown>;

/**
 * Puts a crumb around every catalogued API of Node and the language that can be wrapped.
 * Must come before the app's modules: a function that CommonJS code took out of its module before stays as it was.
 */
export function installBreadcrumbs(crumbs: Crumbs): { remove(): void } {
  const undo: (() => void)[] = [];
  catalogue.forEach((entry, index) => {
    const holder = holderOf(entry);
    const property = holder && Object.getOwnPropertyDescriptor(holder, entry.name);
    // What this Node version does not have, or has as a getter, stays.
    if (!holder || typeof property?.value !== "function" || !property.configurable) return;
    const original = property.value as AnyFunction;
    const wrapper = wrapEntry(entry, original, index + 1, crumbs);
    Object.defineProperty(holder, entry.name, { ...property, value: wrapper });
    undo.push(() => {
      if (holder[entry.name] === wrapper) Object.defineProperty(holder, entry.name, property);
    });
  });
  syncBuiltinESMExports();
  return {
    remove() {
      // Backwards: `fs.realpathSync.native` is wrapped on the wrapper of `fs.realpathSync`.
      for (const step of undo.reverse()) step();
      syncBuiltinESMExports();
    },
  };
}

/** The object that carries the entry's function. */
function holderOf({ module, member, name }: CatalogueEntry): Holder | undefined {
  if (NOT_WRAPPED.has(module)) return undefined;
  if (module === "global" && NOT_WRAPPED_GLOBALS.has("of" in member ? (member.of ?? name) : name))
    return undefined;
  const root = (module === "global" ? globalThis : process.getBuiltinModule(module)) as Holder | undefined;
  switch (member.form) {
    case "function":
      return root;
    case "constructor":
      return member.of === undefined ? root : (root?.[member.of] as Holder | undefined);
    case "static":
      return root?.[member.of] as Holder | undefined;
    case "method":
      return (root?.[member.of] as { prototype?: Holder } | undefined)?.prototype;
    default:
      return member satisfies never;
  }
}
