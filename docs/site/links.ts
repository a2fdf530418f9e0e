import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, posix, relative } from "node:path";
import { siteAddress } from "./pages.js";

/** What Markdown links to in the repository without being a page: the site has its text, under this folder. */
const SOURCES = "source";

/** Turns the links of the repository's Markdown, which GitHub follows from file to file, into addresses of the site. */
export class RepositoryLinks {
  readonly #root: string;
  readonly #sources = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * @param href as written in the page; links to elsewhere are left as they are
   * @param page the page's file, absolute
   * @throws Error when the file linked to is not in the repository
   */
  address(href: string, page: string): string {
    if (/^([a-z]+:|#)/.test(href)) return href;
    const [path = "", anchor] = href.split("#");
    const file = this.#fileAt(posix.join(dirname(relative(this.#root, page)), decodeURI(path)));
    if (file === null) throw new Error(`${relative(this.#root, page)}: there is no ${path}`);
    const hash = anchor === undefined ? "" : `#${anchor}`;
    if (file.endsWith(".md")) return siteAddress(file) + hash;
    this.#sources.add(file);
    return `/${SOURCES}/${file}.txt`;
  }

  /** Writes the files linked to, as texts. */
  async writeSources(site: string): Promise<void> {
    for (const file of this.#sources) {
      const to = join(site, SOURCES, `${file}.txt`);
      await mkdir(dirname(to), { recursive: true });
      await writeFile(to, readFileSync(join(this.#root, file)));
    }
  }

  /** A folder is its page. */
  #fileAt(path: string): string | null {
    const whole = join(this.#root, path);
    if (!existsSync(whole)) return null;
    return statSync(whole).isDirectory() ? this.#fileAt(posix.join(path, "README.md")) : path;
  }
}
