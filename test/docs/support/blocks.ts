import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { root } from "../../support/fixtures.js";

/** The repository's Markdown, as paths from its root. */
export const pages = globSync(["*.md", "docs/**/*.md", "examples/**/*.md", "fixtures/*.md"], {
  cwd: root,
  ignore: ["**/node_modules/**"],
}).sort();

export function textOf(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** A fenced block of code. */
export interface Block {
  readonly page: string;
  /** Of the block's first line in its page, from 1. */
  readonly line: number;
  /** Empty where the fence says none. */
  readonly language: string;
  readonly text: string;
}

export function blocksOf(page: string): Block[] {
  const text = textOf(page);
  return [...text.matchAll(/^( *)```(.*)\n([\s\S]*?)^\1```$/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split("\n").length + 1,
    language: match[2] ?? "",
    text: (match[3] ?? "").replaceAll(new RegExp(`^${match[1]}`, "gm"), ""),
  }));
}
