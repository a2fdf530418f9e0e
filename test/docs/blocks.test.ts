import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { scripts } from "../../src/cli/init/templates.js";
import { root } from "../support/fixtures.js";
import { blocksOf, pages, textOf } from "./support/blocks.js";
import { linesOf, loopwardCommands, unknownOptions, wrongWith } from "./support/commands.js";
import { mistakesOf } from "./support/programs.js";

const blocks = pages.flatMap(blocksOf);
const inLanguage = (...languages: string[]) =>
  blocks.filter(({ language }) => languages.includes(language.split(" ")[0] ?? ""));

const PROGRAMS = ["ts", "tsx", "js", "mjs", "cjs"];
const SHELL = ["sh", "bash"];
/** Shown, and not for copying: what programs print, and languages of others. */
const SHOWN = ["", "text", "console", "diff", "sql", "promql"];

const wrong = async (lines: readonly { where: string; line: string }[]): Promise<string[]> => {
  const said: string[] = [];
  for (const { where, line } of lines)
    for (const words of loopwardCommands(line)) {
      const what = await wrongWith(words);
      if (what !== null) said.push(`${where} loopward ${words.join(" ")}: ${what}`);
    }
  return said;
};

describe("the blocks of all pages", () => {
  it("are in languages that are looked at here", () => {
    const known = [...PROGRAMS, ...SHELL, ...SHOWN, "json", "yaml"];
    const others = blocks.filter(({ language }) => !known.includes(language.split(" ")[0] ?? ""));
    expect(others.map(({ page, line, language }) => `${page}:${line} ${language}`)).toEqual([]);
    expect(inLanguage(...PROGRAMS).length).toBeGreaterThan(40);
    expect(inLanguage(...SHELL).length).toBeGreaterThan(25);
  });

  it("have no mistake in their types, where they are programs", () => {
    expect(mistakesOf(inLanguage(...PROGRAMS))).toEqual([]);
  });

  it("are JSON and YAML, where they say so", () => {
    for (const { text } of inLanguage("json")) expect(() => JSON.parse(text) as unknown).not.toThrow();
    for (const { text } of inLanguage("yaml")) expect(parseDocument(text).errors).toEqual([]);
  });

  it("are shell that a shell can read", () => {
    for (const { text } of inLanguage(...SHELL)) execFileSync("bash", ["-n"], { input: text });
  });

  it("give Loopward's commands options and arguments that they take", async () => {
    const shell = inLanguage(...SHELL).flatMap((block) =>
      linesOf(block.text).map((line) => ({ where: block.page, line })),
    );
    const typed = blocks
      .filter(({ language }) => SHOWN.includes(language))
      .flatMap(({ page, text }) => linesOf(text).map((line) => ({ where: page, line })))
      .flatMap(({ where, line }) => (line.startsWith("$ ") ? [{ where, line: line.slice(2) }] : []));
    expect(await wrong([...shell, ...typed])).toEqual([]);
    expect(await wrongWith(["worker", "--no-such-option"])).toContain("unknown option");
    expect(await wrongWith(["reports", "show"])).toContain("missing required argument");
    expect([...shell, ...typed].flatMap(({ line }) => loopwardCommands(line)).length).toBeGreaterThan(30);
  });

  it("run package scripts that there are", () => {
    const known = ["package.json", "examples/bullmq-migration/package.json"].flatMap((file) =>
      Object.keys((JSON.parse(readFileSync(join(root, file), "utf8")) as { scripts: object }).scripts),
    );
    const named = inLanguage(...SHELL).flatMap(({ text }) =>
      [...text.matchAll(/npm run (?:-\S+ )*([\w:-]+)/g)].map(([, name = ""]) => name),
    );
    expect(named.filter((name) => !known.includes(name) && !(name in scripts))).toEqual([]);
  });
});

describe("the text of all pages", () => {
  it("names no option that its command does not have", () => {
    const spans = pages.flatMap((page) =>
      [...textOf(page).matchAll(/`((?:npx )?loopward [a-z][^`]*)`/g)].map(([, span = ""]) => ({
        page,
        span: span.replace("npx ", "").replaceAll(/\s+/g, " "),
      })),
    );
    expect(spans.length).toBeGreaterThan(40);
    const unknown = spans.flatMap(({ page, span }) =>
      unknownOptions(span).map((option) => `${page}: ${span}: ${option}`),
    );
    expect(unknown).toEqual([]);
    expect(unknownOptions("loopward check --since main --no-such-option")).toEqual(["--no-such-option"]);
  });
});
