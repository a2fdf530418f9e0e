import { fileURLToPath } from "node:url";
import { instrument } from "./instrument.js";
import { isInScope } from "./scope.js";

/** What a loader hook gives for a module. */
export interface Loaded {
  readonly format?: string | null;
  readonly source?: string | ArrayBuffer | NodeJS.TypedArray | null;
}

/**
 * The source of a module with checks in it, if the file is in scope. A file that cannot be parsed stays as it is.
 * @param path absolute, or what loaders make of it (`/app/tasks.ts?namespace=…`)
 */
export function checkedSource(source: string, path: string, packages: readonly string[]): string {
  const file = path.replace(/\?.*$/s, "");
  if (!isInScope(file, packages)) return source;
  try {
    return instrument(source, file) ?? source;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.emitWarning(
      `Loopward cannot read ${file} (${reason}): a run that loops there is ended with its host.`,
    );
    return source;
  }
}

/** What the loader's own hooks gave for `url`, with checks. CommonJS often comes without a source here: see `register`. */
export function checkedModule<T extends Loaded>(url: string, loaded: T, packages: readonly string[]): T {
  const { format, source } = loaded;
  const isCode = format === "module" || format === "commonjs";
  if (!isCode || source === undefined || source === null || !url.startsWith("file:")) return loaded;
  const text = typeof source === "string" ? source : new TextDecoder().decode(source);
  return { ...loaded, source: checkedSource(text, fileURLToPath(url.replace(/[?#].*$/s, "")), packages) };
}
