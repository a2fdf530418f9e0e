import { join, posix } from "node:path";
import ts from "typescript";
import { root } from "../../support/fixtures.js";
import type { Block } from "./blocks.js";

/** What a block may leave to the reader: names that others declare, files that are not shown, packages without types. */
const LEFT_OUT = new Set([
  2304, // cannot find a name
  2552, // the same, with a guess
  2580, // the same, of a test runner or of Node
  2582,
  2593,
  18004, // a shorthand property without its variable
  7016, // a package without types
]);
/** What JavaScript has no words for: the type of a parameter that nothing gives it. */
const OF_UNKNOWN_TYPE = 18046;
const NO_SUCH_MODULE = 2307;

/**
 * Type-checks the blocks of TypeScript and JavaScript, those of a page in one folder, so that they import one another. A block is named by
 * the comment with which it begins (`// tasks.ts`), or holds several files, each after `// file: <name>`.
 * @returns what is wrong, a line each; needs the built package, whose name the blocks import
 */
export function mistakesOf(blocks: readonly Block[]): string[] {
  const files = new Map<string, { text: string; block: Block }>();
  for (const block of blocks)
    for (const [name, text] of filesOf(block)) files.set(join(folderOf(block), name), { text, block });
  const program = ts.createProgram({ rootNames: [...files.keys()], options, host: hostOf(files) });
  return [...files].flatMap(([file, { block }]) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter((diagnostic) => !mayBeLeftOut(diagnostic, block))
      .map(({ code, messageText, start, file: at }) => {
        const line = at && start !== undefined ? at.getLineAndCharacterOfPosition(start).line : 0;
        return `${block.page}:${block.line + line} TS${code} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
      });
  });
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noImplicitAny: false,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  noEmit: true,
  types: ["node"],
};

function folderOf({ page }: Block): string {
  return join(root, "blocks", page.replace(/\.md$/, ""));
}

function filesOf({ text, language, line }: Block): [string, string][] {
  const parts = text.split(/^\/\/ file: (.+)\n/m);
  const named = parts.slice(1).flatMap((name, index): [string, string][] => {
    // A folder of its own: other blocks of the page have files of these names, too.
    return index % 2 === 0 ? [[posix.join(`at-${line}`, name), parts[index + 2] ?? ""]] : [];
  });
  if (named.length > 0) return named;
  const name = /^\/\/ ([\w./-]+\.[cm]?[jt]sx?)$/m.exec(text.split("\n", 1)[0] ?? "")?.[1];
  // A configuration's name is that of several blocks.
  return [
    [name === undefined || isConfiguration(name) ? `at-${line}/${name ?? `block.${language}`}` : name, text],
  ];
}

function isConfiguration(name: string): boolean {
  return name.includes(".config.");
}

function hostOf(virtual: ReadonlyMap<string, { text: string }>): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const folders = new Set([...virtual.keys()].flatMap((file) => ancestorsOf(file)));
  // Without imports a block would be a script, and share its names with all others.
  const textOf = (file: string) => virtual.get(file) && `${virtual.get(file)!.text}\nexport {};\n`;
  return {
    ...host,
    fileExists: (file) => virtual.has(file) || host.fileExists(file),
    readFile: (file) => textOf(file) ?? host.readFile(file),
    directoryExists: (folder) => folders.has(folder) || (host.directoryExists?.(folder) ?? false),
    getSourceFile(file, languageVersion, ...others) {
      const text = textOf(file);
      return text === undefined
        ? host.getSourceFile(file, languageVersion, ...others)
        : ts.createSourceFile(file, text, languageVersion, true);
    },
  };
}

function ancestorsOf(file: string): string[] {
  const parent = posix.dirname(file);
  return parent === file || parent.length < root.length ? [] : [parent, ...ancestorsOf(parent)];
}

function mayBeLeftOut({ code, messageText }: ts.Diagnostic, { language }: Block): boolean {
  if (LEFT_OUT.has(code)) return true;
  if (code === OF_UNKNOWN_TYPE) return language === "js";
  // A package that is not installed here, or a file that is not shown.
  return (
    code === NO_SUCH_MODULE && !ts.flattenDiagnosticMessageText(messageText, " ").includes("module 'loopward")
  );
}
