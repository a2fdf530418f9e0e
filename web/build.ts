import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const outdir = join(root, "dist/web");

/** Bundles the page with its libraries: it asks nobody else for anything. */
const { metafile } = await build({
  entryPoints: { page: join(import.meta.dirname, "main.tsx") },
  absWorkingDir: root,
  outdir,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "inline",
  jsx: "automatic",
  jsxImportSource: "preact",
  metafile: true,
});
writeFileSync(join(outdir, "LICENSES.txt"), licensesOf(Object.keys(metafile.inputs)));

/** What the licences of the bundled libraries ask for: their texts beside their code. */
function licensesOf(inputs: readonly string[]): string {
  const folders = inputs.flatMap((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const name = readdirSync(join(root, folder)).find((file) => /^licen[cs]e/i.test(file));
    if (!name) throw new Error(`${folder} is bundled and has no licence text`);
    return `${folder.replace("node_modules/", "")}\n\n${readFileSync(join(root, folder, name), "utf8")}`;
  });
  return texts.join("\n\n");
}
