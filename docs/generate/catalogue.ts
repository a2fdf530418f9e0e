import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { apiName } from "../../src/catalogue/api-name.js";
import { builtins, entriesOf } from "../../src/catalogue/index.js";
import { packages } from "../../src/catalogue/packages/index.js";
import type { BlocksWhen, CatalogueEntry } from "../../src/catalogue/types.js";

const page = fileURLToPath(new URL("../catalogue.md", import.meta.url));

/** The page `docs/catalogue.md`, as Prettier writes it. */
export async function cataloguePage(): Promise<string> {
  const parts = [
    introduction,
    ...modulesOf(builtins).map((module) =>
      section(module === "global" ? "The language and its globals" : `node:${module}`, entriesOf(module)),
    ),
    packagesIntroduction,
    ...groups().map((modules) => section(modules.join(", "), entriesOf(modules[0] ?? ""), "###")),
  ];
  return format(parts.join("\n\n"), { parser: "markdown", printWidth: 110 });
}

function modulesOf(entries: readonly CatalogueEntry[]): string[] {
  return [...new Set(entries.map((entry) => entry.module))];
}

/** Packages by what they offer: forks and successors stand together. */
function groups(): string[][] {
  const byRows = new Map<string, string[]>();
  for (const module of modulesOf(packages)) {
    const rows = entriesOf(module).map(({ module: _, ...facts }) => facts);
    const key = JSON.stringify(rows);
    byRows.set(key, [...(byRows.get(key) ?? []), module]);
  }
  return [...byRows.values()];
}

const introduction = `# What blocks the event loop

Linter and guard read one catalogue: \`src/catalogue\`. This page is made from it by \`npm run docs:catalogue\`; a test keeps it current.
It covers the language and Node's own modules, ${builtins.length} entries, complete against Node 20, 22, 24 and 26
(\`test/catalogue\` enumerates what the running Node exports, and names what is left out and why), and
${packages.length} entries of ${modulesOf(packages).length} [modules of packages](#packages).

| cost    | what it means                                                                                       |
| ------- | --------------------------------------------------------------------------------------------------- |
| heavy   | milliseconds to without bound, whatever the input: child processes, key derivation, waits            |
| data    | grows with its input: parsing, compressing, cloning, reading whole files                             |
| light   | microseconds: one system call or so; harmful when repeated                                           |

**Unbounded** calls may last for ever; the guard notes who makes them before they begin.`;

const packagesIntroduction = `## Packages

Packages that background tasks use, with their forks, successors and builds for other targets. Each name is checked against the package
itself: \`test/catalogue/package-names.json\` records the version, and whether loading it, its types or its source had the name
(\`docs/generate/package-names.ts\`). A function \`name()\` is the one that \`name\` returns.

What is **small as a rule** is reported by \`recommended\` only where its input is a whole file or a whole message. What is done
**in native code** the guard wraps when the package is loaded, to name it in reports. An API of which an \`await\` **does not
help** returns a promise, and works on the calling thread all the same.`;

function section(title: string, entries: readonly CatalogueEntry[], level = "##"): string {
  const rows = entries.map((entry) => {
    const name = `[\`${apiName(entry)}\`](${entry.docs})`;
    return `| ${name} | ${entry.cost} | ${blocks(entry)} | ${entry.instead} |`;
  });
  return [
    `${level} ${title}`,
    "",
    "| API | cost | blocks | instead |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function blocks(entry: CatalogueEntry): string {
  const facts = [
    entry.when ? condition(entry.when) : "always",
    entry.unbounded && "**unbounded**",
    entry.awaitable && "`await` does not help",
    entry.mostlySmall && "small as a rule",
    entry.native && "in native code",
    entry.since && `Node ${entry.since} and later`,
    entry.platform && `${entry.platform} only`,
  ];
  return facts.filter(Boolean).join("; ");
}

function condition(when: BlocksWhen): string {
  switch (when.kind) {
    case "no-callback":
      return "without a callback";
    case "inside-function":
      return "inside a function, at the first call";
    case "text":
      return "given a text, not a stream";
    case "option":
      return `with \`${when.option}: ${JSON.stringify(when.equals)}\``;
    default:
      return when satisfies never;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, await cataloguePage());
