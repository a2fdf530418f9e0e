/**
 * Writes the header of each page in `docs/rules`, and the list of rules in `docs/rules/README.md`, from the rules themselves.
 * `--check` only compares, and fails where a page is not what the rules say. Reads the built plugin: `npm run build` first.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

// The generator looks for a package that is a plugin and nothing else, with its settings beside it.
const scratch = join(root, "dist/docs-plugin");
const files = {
  "package.json": `{ "name": "eslint-plugin-loopward", "type": "module", "exports": "./index.js" }`,
  "index.js": `export { default } from "../rules/plugin.js";`,
  ".eslint-doc-generatorrc.js": `import { format } from "prettier";

export default {
  pathRuleDoc: "../../docs/rules/{name}.md",
  pathRuleList: ["../../docs/rules/README.md"],
  ruleDocTitleFormat: "prefix-name",
  postprocess: (content) => format(content, { parser: "markdown", printWidth: 110, proseWrap: "preserve" }),
};`,
};
mkdirSync(scratch, { recursive: true });
for (const [name, text] of Object.entries(files)) writeFileSync(join(scratch, name), `${text}\n`);

const generator = join(root, "node_modules/eslint-doc-generator/dist/bin/eslint-doc-generator.js");
const { status } = spawnSync(process.execPath, [generator, ...process.argv.slice(2)], {
  cwd: scratch,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
