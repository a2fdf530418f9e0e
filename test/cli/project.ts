import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/cli.js";

/** Makes a folder a project that has this Loopward installed, with `app` as its tasks.js. */
export function makeProject(folder: string, app: string): void {
  writeFileSync(join(folder, "package.json"), `{"name":"shop","type":"module"}`);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/loopward"));
  writeFileSync(join(folder, "tasks.js"), app);
}
