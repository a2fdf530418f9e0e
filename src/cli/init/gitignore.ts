import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NAME = ".gitignore";
const ENTRY = ".loopward/";

/**
 * Keeps reports and the embedded broker's data out of version control. Nothing is overwritten: a line is added.
 * @returns whether anything was
 */
export function ignoreState(folder: string): boolean {
  const file = join(folder, NAME);
  if (!existsSync(file)) {
    writeFileSync(file, `node_modules/\n${ENTRY}\n`);
    return true;
  }
  const text = readFileSync(file, "utf8");
  if (/^\/?\.loopward\/?\s*$/m.test(text)) return false;
  appendFileSync(file, `${text === "" || text.endsWith("\n") ? "" : "\n"}${ENTRY}\n`);
  return true;
}
