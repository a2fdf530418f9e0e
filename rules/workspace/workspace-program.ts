import type ts from "typescript";
import { tsc } from "../analysis/typescript.js";
import { baseOptions, Configurations } from "./configurations.js";
import { WorkspacePackages } from "./packages.js";

/**
 * One Program over all files of a workspace. Each file's imports are resolved as the tsconfig.json nearest to it says (`paths`),
 * and imports of the workspace's own packages lead to their sources: the analysis goes through them and needs no build.
 * @param folder top of the workspace, absolute
 */
export function workspaceProgram(folder: string, files: readonly string[]): ts.Program {
  const options = baseOptions();
  const host = tsc.createCompilerHost(options, true);
  const packages = new WorkspacePackages(folder);
  const configurations = new Configurations(folder);
  const caches = new Map<ts.CompilerOptions, ts.ModuleResolutionCache>();

  const resolve = (specifier: string, from: string): ts.ResolvedModuleFull | undefined => {
    const own = packages.resolve(specifier);
    if (own !== undefined) return asModule(own);
    const settings = configurations.optionsFor(from);
    let cache = caches.get(settings);
    if (!cache) {
      cache = tsc.createModuleResolutionCache(folder, (name) => host.getCanonicalFileName(name), settings);
      caches.set(settings, cache);
    }
    const { resolvedModule } = tsc.resolveModuleName(specifier, from, settings, host, cache);
    // The insides of packages are none of the user's code: declarations are enough.
    return resolvedModule && isForeignScript(resolvedModule) ? undefined : resolvedModule;
  };

  host.getCurrentDirectory = () => folder;
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map((literal) => ({ resolvedModule: resolve(literal.text, from) }));
  return tsc.createProgram([...files], options, host);
}

function asModule(fileName: string): ts.ResolvedModuleFull {
  const [extension = ".ts"] = /\.[cm]?[jt]sx?$/.exec(fileName) ?? [];
  return { resolvedFileName: fileName, extension, isExternalLibraryImport: false };
}

function isForeignScript({ resolvedFileName, extension }: ts.ResolvedModuleFull): boolean {
  return resolvedFileName.includes("/node_modules/") && /^\.[cm]?jsx?$/.test(extension);
}
