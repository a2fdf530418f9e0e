import { build } from "esbuild";
import { join } from "node:path";

/** Bundles the page with its libraries: it asks nobody else for anything. */
await build({
  entryPoints: { page: join(import.meta.dirname, "main.tsx") },
  outdir: join(import.meta.dirname, "../dist/web"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "inline",
  jsx: "automatic",
  jsxImportSource: "preact",
});
