import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { hasColour } from "../colour.js";
import type { CheckResult } from "../../../rules/check.js";
import type { Preset } from "../../../rules/findings/options.js";
import { loadProject } from "../../config/config.js";
import { findProjectRoot } from "../../config/root.js";
import { fail } from "../../findings/errors.js";
import type { Finding } from "../../findings/finding.js";
import { appFiles } from "../../worker/adopted/app-files.js";
import type { ExitCode } from "../exit-code.js";
import { exitCodeOf } from "./exit-code.js";
import { formats, type FormatName } from "./formats/format.js";
import { rootsJson, rootsText } from "./formats/roots.js";
import { sinceRevision } from "./since/since-revision.js";
import { stageLine } from "./stage-line.js";

export interface RunCheckOptions {
  /** Files and folders as the user gave them; none: the whole project. */
  readonly paths: readonly string[];
  /** As the worker is given it: processor files in it are tasks. */
  readonly app?: readonly string[] | undefined;
  readonly preset: Preset;
  readonly format: FormatName;
  /** File to write to instead of stdout. */
  readonly out?: string | undefined;
  /** Print the tasks that were found and what could not be seen, instead of findings. */
  readonly explainRoots?: boolean | undefined;
  /** Report only what is new against this revision. */
  readonly since?: string | undefined;
  /** Write the state folder's findings even where there is no state folder yet. */
  readonly save?: boolean | undefined;
  readonly cwd?: string;
}

/**
 * `loopward check`: analyses the project, prints what it found, and keeps the findings for placement.
 * @throws LOOPWARD_PATH_NOT_FOUND, LOOPWARD_BAD_REVISION, and what `check` throws
 */
export async function runCheck(options: RunCheckOptions): Promise<{ exitCode: ExitCode } & CheckResult> {
  // Here, so that the other commands start without it.
  const { check } = await import("../../../rules/check.js");
  const cwd = options.cwd ?? process.cwd();
  const paths = options.paths.map((path) => existing(path, cwd));
  const { root, config } = await loadProject(projectFolder(paths, cwd));
  const handlers = appFiles(options.app ?? [], cwd).processors.map(({ queue, file }) => ({
    task: queue,
    file: relative(root, existing(file, cwd)),
  }));
  const line = stageLine();
  const analyse = (folder: string): CheckResult =>
    check({
      root: folder,
      preset: options.preset,
      settings: config.lint,
      handlers,
      onStage: (stage) => line.show(stage),
    });
  let checked: CheckResult;
  let reported: readonly Finding[];
  try {
    checked = analyse(root);
    reported =
      options.since === undefined
        ? checked.findings
        : await sinceRevision(options.since, { findings: checked.findings, root }, analyse);
  } finally {
    line.clear();
  }
  if (paths.length === 0) await keep(checked.findings, root, options.save ?? false);
  const within = (file: string): boolean =>
    paths.length === 0 || paths.some((path) => isInside(resolve(root, file), path));
  const result = {
    ...checked,
    // A finding concerns a path that holds the call, or the task that reaches it.
    findings: reported.filter(
      ({ file, path: [handler] }) => within(file) || (handler !== undefined && within(handler.file)),
    ),
    syntaxErrors: checked.syntaxErrors.filter(({ file }) => within(file)),
  };
  for (const note of notes(result)) process.stderr.write(`${note}\n`);
  await print(result, options, root);
  return { ...result, exitCode: options.explainRoots ? 0 : exitCodeOf(result.findings) };
}

function existing(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  if (!existsSync(absolute)) throw fail("LOOPWARD_PATH_NOT_FOUND", [path]);
  return absolute;
}

/** The project one stands in, unless what is asked for lies in another one outside of it. */
function projectFolder(paths: readonly string[], cwd: string): string {
  const [first] = paths;
  if (first === undefined || isInside(first, findProjectRoot(cwd))) return cwd;
  return first;
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`));
}

/** What the worker reads for placement: only of a whole project, and only where a project keeps state. */
async function keep(findings: readonly Finding[], root: string, save: boolean): Promise<void> {
  const state = join(root, ".loopward");
  if (!save && !existsSync(state)) return;
  try {
    await mkdir(state, { recursive: true });
    await writeFile(join(state, "findings.json"), `${JSON.stringify(findings)}\n`);
  } catch (error) {
    throw fail("LOOPWARD_STATE_DIR", [state, error instanceof Error ? error.message : String(error)], {
      cause: error,
    });
  }
}

function notes({ syntaxErrors, tasks }: CheckResult): string[] {
  const broken = syntaxErrors.map(
    ({ file, line, message }) =>
      `loopward: ${file}:${line}: ${message} The file is analysed as far as it can be read.`,
  );
  return tasks.length > 0
    ? broken
    : [
        ...broken,
        "loopward: no task was found, so there was nothing to follow. `lint.tasks` in loopward.config says where tasks are.",
      ];
}

async function print(result: CheckResult, options: RunCheckOptions, root: string): Promise<void> {
  const { format, out, explainRoots } = options;
  const colour = out === undefined && hasColour;
  const findings = (): string => formats[format](result, { root, colour });
  const roots = format === "json" ? rootsJson : rootsText;
  const text = explainRoots ? roots(result) : findings();
  if (out === undefined) process.stdout.write(`${text}\n`);
  else await writeFile(out, `${text}\n`);
}
