import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Snapshot } from "../view/types.js";

/** The page's program and its looks, as `npm run build` bundled them. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** What a page that a server sends may do: run and show its own, and ask that server. */
export const SERVED_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Reads the bundles. */
export async function pageAssets(): Promise<PageAssets> {
  // By the package's own name, which holds from the sources and from `dist` alike.
  const manifest = createRequire(import.meta.url).resolve("loopward/package.json");
  const read = (name: string) => readFile(join(manifest, "../dist/web", name), "utf8");
  return { script: await read("page.js"), style: await read("page.css") };
}

/** The page that a server sends. */
export function servedDocument(): string {
  return html(`<link rel="stylesheet" href="page.css"><script type="module" src="page.js"></script>`, "");
}

/** The page as one file, with all that it shows in it: nothing runs there but the program that it was made with. */
export function standaloneDocument({ script, style }: PageAssets, snapshot: Snapshot): string {
  const policy = `default-src 'none'; script-src '${hash(script)}'; style-src '${hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  // No text of a report can end the element that holds it.
  const data = JSON.stringify(snapshot).replaceAll("<", "\\u003c");
  return html(
    `<meta http-equiv="Content-Security-Policy" content="${policy}"><style>${style}</style>`,
    `<script type="application/json" id="snapshot">${data}</script><script type="module">${script}</script>`,
  );
}

function html(head: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><title>Loopward reports</title><link rel="icon" href="data:,">${head}</head>
<body><div id="page"></div><noscript>This page needs JavaScript.</noscript>${body}</body></html>
`;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
