import { relative, resolve } from "node:path";
import type ts from "typescript";
import type { Finding } from "../src/findings/finding.js";
import { fail } from "../src/findings/errors.js";
import { analyse } from "./analysis/analysis.js";
import { isProjectFile } from "./analysis/context.js";
import { loadTypeScript, tsc } from "./analysis/typescript.js";
import { unitName } from "./analysis/unit.js";
import { allFindings } from "./findings/all-findings.js";
import type { Preset } from "./findings/options.js";
import { lineOf } from "./findings/to-finding.js";
import { parseSettings } from "./settings/settings.js";
import { sourceFiles } from "./workspace/source-files.js";
import { workspaceFolder } from "./workspace/workspace-folder.js";
import { workspaceProgram } from "./workspace/workspace-program.js";

export interface CheckOptions {
  /** Absolute folder to which the files of findings are relative; the workspace around it is analysed as one. */
  readonly root: string;
  readonly preset: Preset;
  /** The `lint` section of `loopward.config`. */
  readonly settings?: unknown;
  /** Files that are handlers, with the names of their tasks; relative to `root`. */
  readonly handlers?: readonly { readonly task: string; readonly file: string }[];
  readonly onStage?: (stage: CheckStage) => void;
}

/** `files`: how many source files the workspace has. */
export type CheckStage =
  { readonly name: "read"; readonly files: number } | { readonly name: "analyse"; readonly files: number };

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly tasks: readonly Place[];
  /** Registrations whose handler the program does not show. */
  readonly unresolved: readonly Blank[];
  /** Where a task goes on to code that cannot be seen; `name` is the function it happens in. */
  readonly gaps: readonly Blank[];
  /** The first of each file that TypeScript could not read whole; `file` relative to the root, `line` from 1. */
  readonly syntaxErrors: readonly SyntaxFault[];
}

/** Something in the sources; `file` relative to the root, `line` from 1. */
export interface Place {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** A place at which the program does not show what comes next. */
export interface Blank extends Place {
  readonly reason: string;
}

export interface SyntaxFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/**
 * Runs the rules over a workspace without ESLint and without set-up.
 * @throws LOOPWARD_NO_SOURCES, LOOPWARD_BAD_SETTINGS, LOOPWARD_TYPESCRIPT_MISSING, LOOPWARD_TYPESCRIPT_UNSUPPORTED
 */
export function check({ root, preset, settings: input, handlers = [], onStage }: CheckOptions): CheckResult {
  loadTypeScript();
  const given = parseSettings(input);
  const folder = workspaceFolder(root);
  const adopted = handlers.map(({ task, file }) => ({
    files: globOf(relative(folder, resolve(root, file))),
    task,
  }));
  const settings = { ...given, tasks: [...given.tasks, ...adopted] };
  const files = sourceFiles(folder, settings.workspace.length > 0 ? settings.workspace : undefined);
  if (files.length === 0) throw fail("LOOPWARD_NO_SOURCES", [folder]);
  onStage?.({ name: "read", files: files.length });
  const program = workspaceProgram(folder, files);
  onStage?.({ name: "analyse", files: files.length });
  const analysis = analyse(program, settings, { root: folder });
  const findings = allFindings(analysis, preset, root).sort(byPlace);
  const syntaxErrors = program
    .getSourceFiles()
    .filter(isProjectFile)
    .flatMap((file) => program.getSyntacticDiagnostics(file).slice(0, 1))
    .map((diagnostic) => toFault(diagnostic, root));
  const place = (name: string, node: ts.Node): Place => ({ name, ...lineOf(node, root) });
  return {
    findings,
    files: files.length,
    tasks: analysis.tasks.map(({ task, handlers: [handler], site }) => place(task, handler ?? site)),
    unresolved: analysis.unresolved.map(({ task, site, reason = "" }) => ({ ...place(task, site), reason })),
    gaps: analysis.gaps.map(({ unit, node, reason }) => ({ ...place(unitName(unit), node), reason })),
    syntaxErrors,
  };
}

/** The glob that fits this path alone. */
function globOf(path: string): string {
  return path.replaceAll("\\", "/").replaceAll(/[*?[\]{}()!+@|]/g, "\\$&");
}

function byPlace(a: Finding, b: Finding): number {
  return a.file.localeCompare(b.file, "en") || a.line - b.line || a.column - b.column;
}

function toFault({ file, start, messageText }: ts.DiagnosticWithLocation, root: string): SyntaxFault {
  return {
    file: relative(root, file.fileName).replaceAll("\\", "/"),
    line: file.getLineAndCharacterOfPosition(start).line + 1,
    message: tsc.flattenDiagnosticMessageText(messageText, " "),
  };
}
