import { execFile } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { RepositoryLinks } from "../../docs/site/links.js";
import { sections } from "../../docs/site/pages.js";
import { openPage } from "../dashboard/browser.js";
import { root } from "../support/fixtures.js";
import { makeTempFolder } from "../support/make-temp-folder.js";
import { pages } from "./support/blocks.js";

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".txt": "text/plain",
  ".svg": "image/svg+xml",
};

let site: string;

beforeAll(async () => {
  site = await makeTempFolder();
  // As `npm run docs:build` does. It fails on links to pages and files that there are not.
  const vitepress = join(root, "node_modules/vitepress/bin/vitepress.js");
  await promisify(execFile)(process.execPath, [vitepress, "build", "docs"], {
    cwd: root,
    env: { ...process.env, DOCS_SITE: site },
  });
}, 180_000);

afterAll(() => rm(site, { recursive: true, force: true }));

/** Serves the site as a host of static pages does; resolves to its address. */
async function serve(): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const file = [path, `${path}.html`]
      .map((each) => join(site, each))
      .find((each) => existsSync(each) && extname(each));
    if (file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("the site", () => {
  it("has every page of the repository, once (else add it to docs/site/pages.ts)", () => {
    const listed = sections.flatMap(({ pages: inSection }) => inSection.map(({ file }) => file));
    expect([...listed].sort()).toEqual(pages);
  });

  it("does not take a link that leads nowhere", () => {
    const links = new RepositoryLinks(root);
    expect(links.address("guard.md#inputs", join(root, "docs/faq.md"))).toBe("/guard#inputs");
    expect(links.address("../examples/feed-hub", join(root, "docs/faq.md"))).toBe("/examples/feed-hub/");
    expect(() => links.address("nowhere.md", join(root, "docs/faq.md"))).toThrow(
      "docs/faq.md: there is no nowhere.md",
    );
  });

  it("opens, is searched and filtered, and asks nobody else for anything", async () => {
    const address = await serve();
    const { page, complaints, foreign } = await openPage();
    await page.goto(address);
    expect(await page.locator("h1").first().textContent()).toContain("Loopward");
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.locator("#localsearch-input").fill("pbkdf2Sync");
    await page.locator("#localsearch-list a", { hasText: "node:crypto" }).first().click();
    await page.waitForURL(/\/catalogue/);
    await page.getByLabel("Filter the catalogue").fill("zlib.gzipSync");
    await page.getByText("1 entry").waitFor();
    const headings = (await page.locator(".vp-doc h2:visible").allTextContents()).join();
    expect(headings).toContain("node:zlib");
    expect(headings).not.toContain("node:crypto");
    await page.goto(`${address}/catalogue?api=pbkdf2Sync`);
    await page.getByText("1 entry").waitFor();
    const source = await fetch(`${address}/source/examples/guard-in-your-process/bullmq.ts.txt`);
    expect(await source.text()).toContain('from "loopward/guard"');
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  });
});
