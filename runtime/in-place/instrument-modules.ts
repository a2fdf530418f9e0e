import module from "node:module";
import { checkedModule, checkedSource, type Loaded } from "./checked-source.js";

type Load = (url: string, context: object, nextLoad: (url: string, context: object) => Loaded) => Loaded;

/** What `@types/node` of Node 20 does not know, or does not show. */
const { Module, register, registerHooks } = module as unknown as {
  Module: {
    prototype: { _compile: (this: unknown, source: unknown, path: string, ...rest: unknown[]) => unknown };
  };
  register: typeof module.register;
  /** Node ≥ 22.15. */
  registerHooks?: (hooks: { load: Load }) => unknown;
};

/**
 * Inserts checks into every module that is loaded from now on: the app's own, and those of `packages`.
 * Must come after other loaders are registered (tsx): their JavaScript is what gets the checks.
 */
export function instrumentModules(packages: readonly string[]): void {
  // Columns shift on instrumented lines; errors and reports shall name what the user wrote.
  process.setSourceMapsEnabled(true);
  if (registerHooks)
    registerHooks({ load: (url, context, nextLoad) => checkedModule(url, nextLoad(url, context), packages) });
  else register("./hooks.js", import.meta.url, { data: packages });
  // CommonJS comes here, in every version, from whatever loader: the hooks see only what an `import` names.
  const { prototype } = Module;
  const compile = prototype._compile;
  prototype._compile = function (source, path, ...rest) {
    const text = typeof source === "string" ? checkedSource(source, path, packages) : source;
    return compile.call(this, text, path, ...rest);
  };
}
