import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { analyseOnce } from "../../rules/analysis/analyse-once.js";
import { loadTypeScript } from "../../rules/analysis/typescript.js";
import { parseSettings } from "../../rules/settings/settings.js";

/** What one edit costs, in ms: what the type check of the edited file takes, and what the next report takes after that. */
export interface EditCost {
  readonly checkMs: number;
  readonly reportMs: number;
}

/** The text of a file after the `turn`th edit. */
export type Edit = (original: string, turn: number) => string;

/** A keystroke in a comment, in a function, and in what other files see. */
export const kinds = {
  "in a comment": (text, turn) => `${text}// ${"x".repeat(turn)}\n`,
  "inside of a function": (text, turn) => text.replace(/\bawait /, `void ${turn}; await `),
  "of what it exports": (text, turn) => `${text}export const added${turn} = ${turn};\n`,
} as const satisfies Record<string, Edit>;

/** Edits a file again and again, as in an editor: each time a new Program, whose other files are the old ones. */
export function measureEdits(folder: string, file: string, edit: Edit, times: number): EditCost[] {
  loadTypeScript();
  const settings = parseSettings({});
  const path = join(folder, file);
  const original = readFileSync(path, "utf8");
  let text = original;
  let version = 0;
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(folder, "tsconfig.json"), (name) => ts.sys.readFile(name)).config,
    ts.sys,
    folder,
  );
  const service = ts.createLanguageService({
    getScriptFileNames: () => fileNames,
    getScriptVersion: (name) => (name === path ? String(version) : "0"),
    getScriptSnapshot(name) {
      const content = name === path ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => options,
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    fileExists: (name) => ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
  });
  return Array.from({ length: times }, (_, turn) => {
    text = edit(original, turn);
    version += 1;
    const start = performance.now();
    const program = service.getProgram();
    if (!program) throw new Error("no program");
    program.getSemanticDiagnostics(program.getSourceFile(path));
    const checked = performance.now();
    analyseOnce(program, settings, folder).hitsIn(path);
    return { checkMs: checked - start, reportMs: performance.now() - checked };
  });
}
