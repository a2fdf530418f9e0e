import { dirname, join } from "node:path";
import type ts from "typescript";
import { tsc } from "../analysis/typescript.js";

/**
 * How the analysis reads any project: leniently, and as bundlers resolve, which covers what Node does. Null is left out of
 * types because a call through `x?.f` or `x!.f` is a call of `f` either way.
 */
const BASE: ts.CompilerOptions = {
  allowJs: true,
  noEmit: true,
  skipLibCheck: true,
  strict: false,
  noImplicitAny: true,
  experimentalDecorators: true,
  esModuleInterop: true,
  allowImportingTsExtensions: true,
};

export function baseOptions(): ts.CompilerOptions {
  return {
    ...BASE,
    target: tsc.ScriptTarget.ESNext,
    module: tsc.ModuleKind.ESNext,
    moduleResolution: tsc.ModuleResolutionKind.Bundler,
    jsx: tsc.JsxEmit.Preserve,
  };
}

/** The compiler options of the nearest tsconfig.json or jsconfig.json above a file, as far as they say how to resolve. */
export class Configurations {
  readonly #byFolder = new Map<string, ts.CompilerOptions>();

  /** @param top the folder above which nothing is looked for */
  constructor(private readonly top: string) {}

  optionsFor(file: string): ts.CompilerOptions {
    return this.#ofFolder(dirname(file));
  }

  #ofFolder(folder: string): ts.CompilerOptions {
    let options = this.#byFolder.get(folder);
    if (!options) this.#byFolder.set(folder, (options = this.#find(folder)));
    return options;
  }

  #find(folder: string): ts.CompilerOptions {
    for (const name of ["tsconfig.json", "jsconfig.json"]) {
      const file = join(folder, name);
      if (tsc.sys.fileExists(file)) return read(file);
    }
    const above = dirname(folder);
    return folder === this.top || above === folder ? baseOptions() : this.#ofFolder(above);
  }
}

function read(file: string): ts.CompilerOptions {
  // Only the options are wanted: the files that a configuration includes are not looked for.
  const host: ts.ParseConfigHost = { ...tsc.sys, readDirectory: () => [] };
  const { config } = tsc.readConfigFile(file, (name) => tsc.sys.readFile(name)) as { config?: object };
  const { options } = tsc.parseJsonConfigFileContent(config ?? {}, host, dirname(file), undefined, file);
  const { baseUrl, paths, rootDirs, pathsBasePath } = options;
  return { ...baseOptions(), ...defined({ baseUrl, paths, rootDirs, pathsBasePath }) };
}

function defined(options: ts.CompilerOptions): ts.CompilerOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
