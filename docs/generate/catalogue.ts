import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { apiName } from "../../src/catalogue/api-name.js";
import { catalogue } from "../../src/catalogue/index.js";
import type { BlocksWhen, CatalogueEntry } from "../../src/catalogue/types.js";

const page = fileURLToPath(new URL("../catalogue.md", import.meta.url));

/** The page `docs/catalogue.md`, as Prettier writes it. */
export async function cataloguePage(): Promise<string> {
  const modules = [...new Set(catalogue.map((entry) => entry.module))];
  const sections = modules.map((module) =>
    section(
      module,
      catalogue.filter((entry) => entry.module === module),
    ),
  );
  return format([introduction, ...sections].join("\n\n"), { parser: "markdown", printWidth: 110 });
}

const introduction = `# What blocks the event loop

Linter and guard read one catalogue: \`src/catalogue\`. This page is made from it by \`npm run docs:catalogue\`; a test keeps it current.
It covers the language and Node's own modules: ${catalogue.length} entries, complete against Node 20, 22, 24 and 26
(\`test/catalogue\` enumerates what the running Node exports, and names what is left out and why).

| cost    | what it means                                                                                       |
| ------- | --------------------------------------------------------------------------------------------------- |
| heavy   | milliseconds to without bound, whatever the input: child processes, key derivation, waits            |
| data    | grows with its input: parsing, compressing, cloning, reading whole files                             |
| light   | microseconds: one system call or so; harmful when repeated                                           |

**Unbounded** calls may last for ever; the guard notes who makes them before they begin.`;

function section(module: string, entries: readonly CatalogueEntry[]): string {
  const title = module === "global" ? "The language and its globals" : `node:${module}`;
  const rows = entries.map((entry) => {
    const name = `[\`${apiName(entry)}\`](${entry.docs})`;
    return `| ${name} | ${entry.cost} | ${blocks(entry)} | ${entry.instead} |`;
  });
  return [`## ${title}`, "", "| API | cost | blocks | instead |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function blocks(entry: CatalogueEntry): string {
  const facts = [
    entry.when ? condition(entry.when) : "always",
    entry.unbounded && "**unbounded**",
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
    case "option":
      return `with \`${when.option}: ${JSON.stringify(when.equals)}\``;
    default:
      return when satisfies never;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, await cataloguePage());
