import type ts from "typescript";
import { sourceFiles } from "../workspace/source-files.js";
import { workspaceProgram } from "../workspace/workspace-program.js";

const programs = new Map<string, ts.Program>();

/** One Program over the packages that `globs` name, built when the first of their files is linted and kept for the process. */
export function sharedWorkspace(folder: string, globs: readonly string[]): ts.Program {
  const key = JSON.stringify([folder, globs]);
  let program = programs.get(key);
  if (!program) programs.set(key, (program = workspaceProgram(folder, sourceFiles(folder, globs))));
  return program;
}
