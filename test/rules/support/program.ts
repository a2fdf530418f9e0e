import ts from "typescript";
import { root } from "../../support/fixtures.js";

/** Where virtual files lie: beside real packages, so that `@types/node` is found. */
export const TYPED_FOLDER = `${root}/test/rules/virtual`;

/** A place with no packages above it. */
export const BARE_FOLDER = "/nowhere/virtual";

const declarations = new Map<string, ts.SourceFile | undefined>();

/** A Program of files that exist in the test only. `jsx`, JavaScript and CommonJS included; names relative to `folder`. */
export function virtualProgram(files: Readonly<Record<string, string>>, folder = TYPED_FOLDER): ts.Program {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: folder === TYPED_FOLDER ? ["node"] : [],
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    experimentalDecorators: true,
    paths: { "@app/*": [`${folder}/*`] },
  };
  const host = ts.createCompilerHost(options, true);
  const real = { ...host };
  host.getCurrentDirectory = () => folder;
  host.fileExists = (name) => texts.has(name) || real.fileExists(name);
  host.readFile = (name) => texts.get(name) ?? real.readFile(name);
  host.directoryExists = (name) =>
    [...texts.keys()].some((file) => file.startsWith(`${name}/`)) || (real.directoryExists?.(name) ?? true);
  host.getSourceFile = (name, language, ...rest) => {
    const text = texts.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, language, true);
    // The language's and Node's declarations are the same in every test.
    if (!declarations.has(name)) declarations.set(name, real.getSourceFile(name, language, ...rest));
    return declarations.get(name);
  };
  return ts.createProgram([...texts.keys()], options, host);
}
