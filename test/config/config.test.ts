import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { loadProject } from "../../src/config/config.js";
import { tempFolder } from "../support/temp-folder.js";

const BROKER = { broker: "redis://configured" };

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder();
  for (const [name, text] of Object.entries({ "package.json": "{}", ...files })) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return root;
}

it.each([
  ["loopward.config.json", JSON.stringify(BROKER)],
  ["loopward.config.mjs", `export default ${JSON.stringify(BROKER)}`],
  ["loopward.config.ts", `const config: object = ${JSON.stringify(BROKER)}; export default config`],
  [".config/loopward.json", JSON.stringify(BROKER)],
  [".config/loopward.config.json", JSON.stringify(BROKER)],
])("a project's configuration is read from %s", async (name, text) => {
  const root = await project({ [name]: text });
  expect(await loadProject(root)).toEqual({ root, config: BROKER });
});

it.each([
  ["holds none", {}],
  ["holds others' configuration only", { ".config/other.json": "{}", "loopward.txt": "" }],
  ["has a file where others have a folder for it", { ".config": "" }],
])("a project that %s has an empty one", async (_what, files) => {
  const root = await project(files);
  expect(await loadProject(root)).toEqual({ root, config: {} });
});
