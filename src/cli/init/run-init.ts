import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fail } from "../../findings/errors.js";
import { confirm, isInteractive } from "../confirm.js";
import type { InitFlags } from "../init.js";
import { ignoreState } from "./gitignore.js";
import { nextSteps } from "./next-steps.js";
import { newManifest, readProject, type ProjectFacts } from "./project.js";
import { configFile, eslintFile, scripts, tasksFile, type NewFile } from "./templates.js";

/** Whether what is there may be overwritten. */
type MayOverwrite = (what: string) => Promise<boolean>;

/**
 * Sets a project up. What is there stays unless it is said otherwise.
 * @throws LoopwardError `LOOPWARD_STATE_DIR` when the folder cannot be written, `LOOPWARD_BAD_JSON`
 */
export async function runInit(where: string, { yes }: InitFlags): Promise<void> {
  const folder = resolve(where);
  const mayOverwrite: MayOverwrite = async (what) =>
    yes === true || (isInteractive() && (await confirm(`${what} is there. Overwrite it?`)));
  try {
    mkdirSync(folder, { recursive: true });
    const project = readProject(folder);
    const files = [tasksFile(project), configFile(project)];
    // A configuration that is there is its owner's: the entry for it is shown.
    if (project.eslintConfig === null) files.push(eslintFile(project));
    for (const file of files) say(file.name, await writeNew(folder, file, mayOverwrite));
    say("package.json", await addScripts(project, mayOverwrite));
    say(".gitignore", ignoreState(folder) ? "written" : "the same already");
    process.stdout.write(nextSteps(project));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw fail("LOOPWARD_STATE_DIR", [folder, (error as Error).message], { cause: error });
  }
}

type Outcome = "written" | "the same already" | "kept as it is (--yes overwrites it)";

async function writeNew(
  folder: string,
  { name, text }: NewFile,
  mayOverwrite: MayOverwrite,
): Promise<Outcome> {
  const file = join(folder, name);
  if (existsSync(file)) {
    if (readFileSync(file, "utf8") === text) return "the same already";
    if (!(await mayOverwrite(name))) return "kept as it is (--yes overwrites it)";
  }
  writeFileSync(file, text);
  return "written";
}

async function addScripts(
  { folder, manifest, indent }: ProjectFacts,
  mayOverwrite: MayOverwrite,
): Promise<Outcome> {
  const own = manifest?.scripts ?? {};
  const added = { ...own };
  let kept = false;
  for (const [name, script] of Object.entries(scripts)) {
    if (own[name] === script) continue;
    if (own[name] === undefined || (await mayOverwrite(`The script ${name} (${own[name]})`)))
      added[name] = script;
    else kept = true;
  }
  const changed = manifest === null || JSON.stringify(added) !== JSON.stringify(own);
  if (changed) {
    const whole = { ...(manifest ?? newManifest(folder)), scripts: added };
    writeFileSync(join(folder, "package.json"), `${JSON.stringify(whole, null, indent)}\n`);
  }
  if (kept) return "kept as it is (--yes overwrites it)";
  return changed ? "written" : "the same already";
}

function say(name: string, outcome: Outcome): void {
  process.stdout.write(`${name}: ${outcome}\n`);
}
