import type { Rule } from "eslint";
import type ts from "typescript";
import { sharedWorkspace } from "./shared-workspace.js";
import { singleFileProgram } from "./single-file.js";

/** The Program in which a file is judged, and the file in it. */
export interface LintProgram {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
}

/** What typescript-eslint's parser leaves for rules; `program` is null without type information. */
interface ParserServices {
  readonly program?: ts.Program | null;
  readonly esTreeNodeToTSNodeMap?: { get(node: unknown): ts.Node };
}

/**
 * The Program of the workspace, if settings name one; else the parser's, of the file's whole project; without type
 * information, one of the file alone.
 * @param workspace globs of the packages to analyse as one
 */
export function lintProgram(
  { sourceCode, filename, cwd }: Rule.RuleContext,
  workspace: readonly string[],
): LintProgram | undefined {
  const shared = workspace.length > 0 ? sharedWorkspace(cwd, workspace) : undefined;
  const own = shared?.getSourceFile(filename.replaceAll("\\", "/"));
  // What an editor has not saved yet is known to the parser only.
  if (shared && own?.text === sourceCode.text) return { program: shared, file: own };
  const services = sourceCode.parserServices as ParserServices;
  if (services.program && services.esTreeNodeToTSNodeMap) {
    return {
      program: services.program,
      file: services.esTreeNodeToTSNodeMap.get(sourceCode.ast) as ts.SourceFile,
    };
  }
  warnOnce();
  let alone = singleFiles.get(sourceCode);
  if (!alone) singleFiles.set(sourceCode, (alone = singleFileProgram(filename, sourceCode.text)));
  const file = alone.getSourceFile(filename);
  return file && { program: alone, file };
}

/** One Program a file, whichever rules ask for it. */
const singleFiles = new WeakMap<object, ts.Program>();

let warned = false;

function warnOnce(): void {
  if (warned) return;
  warned = true;
  process.emitWarning(
    "The rules of loopward have no type information, so they look at each file alone and see no call across files. " +
      "Use typescript-eslint's parser with `languageOptions.parserOptions.projectService: true`.",
    { code: "LOOPWARD_NO_TYPE_INFORMATION" },
  );
}
