import { slug } from "github-slugger";
import { join } from "node:path";
import { defineConfig, type MarkdownEnv } from "vitepress";
import { RepositoryLinks } from "../site/links.js";
import { sections, siteAddress, siteFile } from "../site/pages.js";

const root = join(import.meta.dirname, "../..");
const links = new RepositoryLinks(root);
const listed = new Set(sections.flatMap(({ pages }) => pages.map(({ file }) => file)));

/** The site is the repository's Markdown as it stands; what is not in `sections` is not in it. */
export default defineConfig({
  title: "Loopward",
  description: "Background tasks on Node.js event loops, none of which stops the others",
  lang: "en",
  // Browsers ask for one where none is named.
  head: [["link", { rel: "icon", href: "data:," }]],
  srcDir: root,
  cacheDir: join(root, "node_modules/.cache/vitepress"),
  outDir: process.env.DOCS_SITE ?? join(root, "site"),
  cleanUrls: true,
  rewrites: (file) => (listed.has(file) ? siteFile(file) : file),
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    sidebar: sections.map(({ text, pages }) => ({
      text,
      items: pages.map((page) => ({ text: page.text, link: siteAddress(page.file) })),
    })),
    nav: [
      { text: "First steps", link: "/first-steps" },
      { text: "Rules", link: "/rules/" },
      { text: "Guard", link: "/guard" },
      { text: "Catalogue", link: "/catalogue" },
    ],
  },
  markdown: {
    // GitHub's anchors: the pages are read there, too.
    anchor: { slugify: slug },
    config(md) {
      md.core.ruler.push("repository-links", ({ tokens, env }) => {
        const { path, realPath } = env as MarkdownEnv;
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.type === "link_open" ? token.attrGet("href") : null;
          if (href !== null) token.attrSet("href", links.address(href, realPath ?? path));
        }
      });
    },
  },
  buildEnd: ({ outDir }) => links.writeSources(outDir),
});
