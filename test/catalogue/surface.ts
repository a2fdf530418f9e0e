import { builtinModules, createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Deep enough for `fs.Dir.prototype.readSync` and `crypto.webcrypto.subtle`. */
const MAX_DEPTH = 3;

/** One function of a built-in module, named as `apiName` names it but for the `new` of constructors. */
export interface SurfaceFunction {
  readonly module: string;
  readonly name: string;
}

/**
 * Every function that the running Node's modules offer: exports, statics and methods of exported classes,
 * functions of exported objects. Names that begin with `_` are Node's own internals and are left out.
 */
export function builtinSurface(): SurfaceFunction[] {
  const seen = new Set<unknown>([globalThis]);
  return (
    builtinModules
      // `sys` is another name of `util`.
      .filter((id) => !id.startsWith("_") && id !== "sys")
      .flatMap((id) => {
        const module = id.replace(/^node:/, "");
        const names = functionsOf(require(`node:${module}`) as object, module, seen, 0);
        // The module `module` is its own class `Module`.
        return [...names].map((name) => ({ module, name: name.replace(/^module#/, "module.Module#") }));
      })
  );
}

function* functionsOf(
  owner: object,
  prefix: string,
  seen: Set<unknown>,
  depth: number,
  separator: "." | "#" = ".",
): Generator<string> {
  if (seen.has(owner) || depth > MAX_DEPTH) return;
  seen.add(owner);
  for (const key of Object.getOwnPropertyNames(owner)) {
    // `process.mainModule` leads out of Node and into this test.
    if (key.startsWith("_") || key === "constructor" || key === "mainModule") continue;
    const value = read(owner, key, depth);
    if (key === "prototype") {
      if (isObject(value)) yield* functionsOf(value, prefix, seen, depth + 1, "#");
      continue;
    }
    const name = prefix + separator + key;
    if (typeof value === "function") yield name;
    if (isObject(value)) yield* functionsOf(value, name, seen, depth + 1);
  }
}

function read(owner: object, key: string, depth: number): unknown {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  // Modules load some exports lazily, by a getter; getters further down need an instance.
  if (property?.get && depth === 0) return property.get.call(owner) as unknown;
  return property?.value;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
