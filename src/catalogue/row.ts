import type { BlockingKind, CatalogueEntry, Cost, Member, Twin } from "./types.js";

/** What to use instead: a sentence fragment, with the twin where one exists. */
export type Alternative = string | { readonly instead: string; readonly twin: Twin };

/** The rarer facts of an entry. */
export type Extra = Partial<
  Pick<CatalogueEntry, "kind" | "when" | "unbounded" | "docs" | "since" | "platform">
>;

/** The promise-returning twin `name` of `node:<module>`. */
export function promised(module: string, name: string): Alternative {
  return { instead: `\`${name}\` from \`node:${module}\``, twin: { module, name } };
}

/** The callback-taking twin `name` of `node:<module>`, to be promisified. */
export function promisified(module: string, name: string): Alternative {
  return {
    instead: `\`promisify(${name})\`, with \`${name}\` from \`node:${module}\``,
    twin: { module, name, promisify: true },
  };
}

/** Builds the entries of one built-in module; `signature` is the heading of Node's documentation, less the receiver. */
export function nodeModule(module: string, kind: BlockingKind) {
  const page = `https://nodejs.org/api/${module}.html`;
  const row =
    (member: Member, receiver: string) =>
    (signature: string, cost: Cost, alternative: Alternative, extra: Extra = {}) =>
      entry(module, kind, member, signature, cost, alternative, {
        docs: `${page}#${anchor(receiver + signature)}`,
        ...extra,
      });
  return {
    /** `module.name()`. */
    fn: row({ form: "function" }, `${module}.`),
    /** `new module.Name()`; the documentation writes `prefix` before the name: `new vm.`, but `new ` for `DatabaseSync`. */
    constructors: (prefix: string) => row({ form: "constructor" }, prefix),
    /** `instance.name()` of the class `of`, whose instances the documentation calls `instance`. */
    methods: (of: string, instance: string) => row({ form: "method", of }, `${instance}.`),
    /** `module.of.name()`. */
    statics: (of: string) => row({ form: "static", of }, `${module}.${of}.`),
  };
}

const MDN = "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/";

/** Builds the entries of what the language brings along; `page` is below MDN's JavaScript reference, or a full address. */
export function languageFeature(kind: BlockingKind) {
  return (
    member: Member,
    name: string,
    cost: Cost,
    alternative: Alternative,
    page: string,
    extra: Extra = {},
  ): CatalogueEntry =>
    entry("global", kind, member, name, cost, alternative, {
      ...extra,
      docs: page.startsWith("https:") ? page : MDN + page,
    });
}

function entry(
  module: string,
  kind: BlockingKind,
  member: Member,
  signature: string,
  cost: Cost,
  alternative: Alternative,
  extra: Extra & Pick<CatalogueEntry, "docs">,
): CatalogueEntry {
  const [name = signature] = signature.split("(", 1);
  const advice = typeof alternative === "string" ? { instead: alternative } : alternative;
  return { module, name, member, kind, cost, ...advice, ...extra };
}

// The documentation makes its anchors as GitHub does.
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, "")
    .replaceAll(" ", "-");
}
