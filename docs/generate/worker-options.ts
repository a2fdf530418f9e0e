/** Writes the table of options into `docs/worker.md`, from the options themselves: `npm run docs:worker`. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import type { WorkerOption } from "../../src/cli/worker/options/option.js";
import { workerOptions } from "../../src/cli/worker/options/index.js";

const file = fileURLToPath(new URL("../worker.md", import.meta.url));
const BEGIN = "<!-- options: begin (written by npm run docs:worker) -->";
const END = "<!-- options: end -->";

/** `docs/worker.md` as it should be. */
export async function workerPage(): Promise<string> {
  const page = readFileSync(file, "utf8");
  const [before, rest = ""] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`${file} has no place for the options`);
  const tables = [...workerOptions].map(([theme, options]) => `### ${theme}\n\n${table(options)}`);
  const text = [before, BEGIN, "\n\n", tables.join("\n\n"), "\n\n", END, after].join("");
  return format(text, { ...(await resolveConfig(file)), parser: "markdown" });
}

function table(options: readonly WorkerOption[]): string {
  const rows = options.map((option) => [
    code(option.flags),
    option.config === null ? "–" : code(option.config),
    option.usual ?? "–",
    option.celery === null ? "–" : code(option.celery),
    option.argChoices ? `${option.does}; one of ${option.argChoices.map(code).join(", ")}` : option.does,
  ]);
  const head = ["flag", "in `loopward.config`", "unless said", "Celery", "what it does"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, await workerPage());
