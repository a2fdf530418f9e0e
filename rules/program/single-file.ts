import type ts from "typescript";
import { tsc } from "../analysis/typescript.js";

/**
 * A Program of one file and nothing else, not even the language's own types: names are bound and imports are known by their
 * specifiers, which is what there is to know without type information.
 */
export function singleFileProgram(fileName: string, text: string): ts.Program {
  const file = tsc.createSourceFile(fileName, text, tsc.ScriptTarget.Latest, true);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === fileName ? file : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => undefined,
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => name === fileName,
    readFile: (name) => (name === fileName ? text : undefined),
  };
  const options = { allowJs: true, noLib: true, noResolve: true, types: [] } satisfies ts.CompilerOptions;
  return tsc.createProgram([fileName], options, host);
}
