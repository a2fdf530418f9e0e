/** From which module a value comes, and how it was reached there. */
export interface Origin {
  /** Import specifier without `node:`; `global` for what needs no import. */
  readonly module: string;
  /**
   * Steps from the module: names of exports and members; `()` for the result of a call; `#` for an instance.
   * `new DatabaseSync(f).exec` is `["DatabaseSync", "#", "exec"]`.
   */
  readonly path: readonly string[];
}

export const RESULT = "()";
export const INSTANCE = "#";

export function extend(origin: Origin, step: string): Origin {
  return { module: origin.module, path: [...origin.path, step] };
}

/** `node:fs` and `fs` are one module. */
export function moduleName(specifier: string): string {
  return specifier.startsWith("node:") ? specifier.slice("node:".length) : specifier;
}

/**
 * The steps joined as the catalogue's keys are: `readFileSync`, `Atomics.wait`, `DatabaseSync#exec`.
 * A default export is the module itself to whoever imports CommonJS.
 */
export function pathText(path: readonly string[]): string {
  const steps = path[0] === "default" && path.length > 1 && path[1] !== INSTANCE ? path.slice(1) : path;
  return steps.join(".").replaceAll(".#.", "#").replaceAll(".()", "()");
}

/** `pkg` of `pkg/file`, `@scope/pkg` of `@scope/pkg/file`. */
export function packageName(module: string): string {
  return module.split("/", module.startsWith("@") ? 2 : 1).join("/");
}
