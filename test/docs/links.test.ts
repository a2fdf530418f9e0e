import GithubSlugger from "github-slugger";
import { existsSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../support/fixtures.js";
import { pages, textOf } from "./support/blocks.js";

/** A page without what stands in blocks and spans of code. */
function proseOf(page: string): string {
  return textOf(page).replaceAll(/^( *)```[\s\S]*?^\1```$/gm, "");
}

/** The anchors of a page, as GitHub and the site make them. */
function anchorsOf(page: string): Set<string> {
  const slugger = new GithubSlugger();
  const headings = [...proseOf(page).matchAll(/^#{1,6} (.+)$/gm)];
  return new Set(
    headings.map(([, text = ""]) => slugger.slug(text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1"))),
  );
}

function wrongWith(page: string, href: string): string | null {
  const [path = "", anchor] = href.split("#");
  const target = path === "" ? page : posix.join(dirname(page), path);
  if (!existsSync(join(root, target))) return `${page}: there is no ${href}`;
  const file = statSync(join(root, target)).isDirectory() ? posix.join(target, "README.md") : target;
  if (!existsSync(join(root, file))) return `${page}: the folder ${href} has no page`;
  if (anchor === undefined || !file.endsWith(".md")) return null;
  return anchorsOf(file).has(anchor) ? null : `${page}: ${file} has no heading #${anchor}`;
}

describe("the links of all pages", () => {
  it("lead to files and headings that there are", () => {
    const links = pages.flatMap((page) =>
      [...proseOf(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, href = ""]) => ({
        page,
        href,
      })),
    );
    expect(links.length).toBeGreaterThan(100);
    expect(links.flatMap(({ page, href }) => wrongWith(page, href) ?? [])).toEqual([]);
  });
});
