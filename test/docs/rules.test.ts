import parser from "@typescript-eslint/parser";
import { ESLint, Linter } from "eslint";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { optionsSchema, presets } from "../../rules/findings/options.js";
import { listOf } from "../../rules/analysis/hits/shipped-list.js";
import loopward from "../../rules/plugin.js";
import { parseSettings } from "../../rules/settings/settings.js";
import { root } from "../support/fixtures.js";
import { expectMarked, findingsIn } from "../rules/support/findings.js";

const folder = join(root, "docs/rules");
const pages = new Map(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const),
);

interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

const blocks: Block[] = [...pages].flatMap(([page, text]) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({
    page,
    language,
    text: code,
  })),
);

function blocksIn(language: string, page?: string): Block[] {
  return blocks.filter((block) => block.language === language && (page === undefined || block.page === page));
}

function pageOfRule(page: string): boolean {
  return page.replace(".md", "") in loopward.rules;
}

/** A block may hold several files, each after a line `// file: <name>`. */
function filesOf(text: string): Record<string, string> {
  const parts = text.split(/^\/\/ file: (.+)\n/m);
  if (parts.length === 1) return { "task.ts": text };
  return Object.fromEntries(
    parts.slice(1).flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 2] ?? ""]] : [])),
  );
}

describe("docs/rules", () => {
  it("is what the rules say (else run npm run build, npm run docs:rules)", async () => {
    const generator = ["--import", "tsx", "docs/generate/rules.ts", "--check"];
    await expect(promisify(execFile)(process.execPath, generator, { cwd: root })).resolves.toBeDefined();
  });

  it("has a page for each rule", () => {
    for (const rule of Object.keys(loopward.rules)) expect([...pages.keys()]).toContain(`${rule}.md`);
  });

  const isOther = ({ page }: Block): boolean => page !== "no-blocking-call.md" && pageOfRule(page);

  it.each(blocksIn("ts").filter((block) => !isOther(block)))(
    "$page: the rule finds what an example marks",
    ({ text }) => {
      expectMarked(filesOf(text));
    },
  );

  it.each(blocksIn("ts").filter(isOther))(
    "$page: the rule reports what an example marks",
    ({ page, text }) => {
      const rule = page.replace(".md", "");
      const found = new Linter().verify(
        text,
        [
          {
            files: ["**/*.ts"],
            languageOptions: { parser },
            plugins: { loopward: loopward },
            rules: { [`loopward/${rule}`]: "error" },
          },
        ],
        "task.ts",
      );
      const marked = text.split("\n").flatMap((line, index) => {
        const messageId = /\/\/ reports: (\w+)$/.exec(line)?.[1];
        return messageId === undefined ? [] : [`${index + 1} ${messageId}`];
      });
      expect(found.map(({ line, messageId, message }) => `${line} ${messageId ?? message}`)).toEqual(marked);
    },
  );

  it("shows the message as it is", () => {
    const [example] = blocksIn("ts", "no-blocking-call.md");
    const [message] = blocksIn("text", "no-blocking-call.md");
    expect(findingsIn(filesOf(example?.text ?? ""))[0]?.message).toBe(message?.text.trim());
  });

  it.each(blocksIn("json", "settings.md"))("$page: settings are understood", ({ text }) => {
    expect(() => parseSettings(JSON.parse(text))).not.toThrow();
  });

  it("shows a list that a package may ship", () => {
    const [, text = ""] = /^```json list\n([\s\S]*?)^```$/m.exec(pages.get("settings.md") ?? "") ?? [];
    expect(listOf("slow-pdf").parse(JSON.parse(text))).toHaveLength(2);
  });

  it("shows a finding with the fields that findings have", () => {
    const [block] = blocksIn("json", "check.md");
    const [shown] = JSON.parse(block?.text ?? "[]") as object[];
    const [example] = blocksIn("ts", "no-blocking-call.md");
    const [finding] = findingsIn(filesOf(example?.text ?? ""));
    expect(Object.keys(shown ?? {})).toEqual(Object.keys(finding ?? {}));
  });

  it("names every option with its values and presets", () => {
    const page = pages.get("no-blocking-call.md") ?? "";
    const rows = new Map(
      [...page.matchAll(/^\| `(\w+)` +\| (.+?) +\| `(.+?)` +\| `(.+?)` +\|$/gm)].map((row) => [row[1], row]),
    );
    for (const [name, schema] of Object.entries(optionsSchema[0].properties)) {
      const [, , documented, recommended, strict] = rows.get(name) ?? [];
      for (const value of "enum" in schema ? schema.enum : []) expect(documented).toContain(`"${value}"`);
      expect(recommended).toBe(JSON.stringify(presets.recommended[name as keyof typeof presets.recommended]));
      expect(strict).toBe(JSON.stringify(presets.strict[name as keyof typeof presets.strict]));
    }
  });

  it("shows a configuration that ESLint takes", async () => {
    // In the package itself, whose name the configuration imports.
    const scratch = join(root, "dist", `docs-${process.pid}`);
    onTestFinished(() => rm(scratch, { recursive: true }));
    await mkdir(scratch, { recursive: true });
    const [block] = blocksIn("js", "no-blocking-call.md");
    await writeFile(join(scratch, "eslint.config.js"), block?.text ?? "");
    const config = (await new ESLint({ cwd: scratch }).calculateConfigForFile("a.ts")) as {
      rules: Record<string, unknown>;
    };
    expect(config.rules).toHaveProperty(["loopward/no-blocking-call"]);
  });
});
