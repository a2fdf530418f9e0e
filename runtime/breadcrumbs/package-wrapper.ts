import { catalogue, entriesOf } from "../../src/catalogue/index.js";
import type { CatalogueEntry } from "../../src/catalogue/types.js";
import type { Crumbs } from "./crumbs.js";
import type { AnyFunction } from "./wrap.js";
import { wrapEntry } from "./wrap-entry.js";

type Holder = Record<string, unknown>;

/** Puts crumbs around what native packages export, and takes them off again. */
export class PackageWrapper {
  readonly #crumbs: Crumbs;
  /** What `require` and `import` both hand out is wrapped once; a function that has two names twice. */
  readonly #wrappers = new WeakMap<AnyFunction, Map<CatalogueEntry, AnyFunction>>();
  readonly #ours = new WeakSet<AnyFunction>();
  readonly #undo: (() => void)[] = [];

  constructor(crumbs: Crumbs) {
    this.#crumbs = crumbs;
  }

  /** Wraps what `require` returns, in place where it can be; gives what is to be returned instead. */
  wrapExports<T>(module: string, exports: T): T {
    if (!isHolder(exports)) return exports;
    const entries = nativeEntries(module);
    // Compiled modules often export getters that cannot be changed.
    const sealed = entries.map(({ name }) => name).filter((name) => isSealed(exports, name));
    const root = sealed.length > 0 ? copyOf(exports, sealed) : exports;
    for (const entry of entries) if (entry.name !== "default") this.#wrapIn(root, entry);
    const itself = entries.find(({ name }) => name === "default");
    return (itself && typeof root === "function" ? this.#wrapped(itself, root) : root) as T;
  }

  /** Wraps what `import` binds; `namespace` is the loader's own, whose properties are live bindings. */
  wrapNamespace(module: string, namespace: Holder): void {
    for (const entry of nativeEntries(module)) if (entry.name !== "default") this.#wrapIn(namespace, entry);
    if ("default" in namespace) namespace.default = this.wrapExports(module, namespace.default);
  }

  unwrap(): void {
    for (const step of this.#undo.reverse()) step();
  }

  #wrapIn(root: Holder, entry: CatalogueEntry): void {
    const { member, name, native } = entry;
    switch (member.form) {
      case "function":
        this.#replace(root, entry);
        return;
      case "constructor":
        this.#replace(member.of === undefined ? root : root[member.of], entry);
        return;
      case "static":
        this.#replace(root[member.of], entry);
        return;
      case "method":
        if (typeof native === "object") this.#wrapMade(root, native.madeBy, entry);
        else this.#replace(prototypeWith(name, classNamed(member.of, root)), entry);
        return;
      default:
        member satisfies never;
    }
  }

  /** Wraps the method of a class that is exported under another name, or shows itself in what `madeBy` returns only. */
  #wrapMade(root: Holder, madeBy: string, entry: CatalogueEntry): void {
    const [of, method] = madeBy.split("#");
    const holder = method === undefined ? root : classNamed(of, root)?.prototype;
    const maker = method ?? madeBy;
    const make = isHolder(holder) ? holder[maker] : undefined;
    if (!isHolder(holder) || typeof make !== "function") return;
    const made = prototypeWith(entry.name, make as unknown as Holder);
    if (made) {
      this.#replace(made, entry);
      return;
    }
    const replace = (instance: unknown): void => this.#replace(ownerOf(entry.name, instance), entry);
    let known = false;
    const wrapper = function (this: unknown, ...args: unknown[]): unknown {
      const instance: unknown = Reflect.apply(make as AnyFunction, this, args);
      if (!known) replace(instance);
      known = true;
      return instance;
    };
    Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(make));
    this.#put(holder, maker, make as AnyFunction, wrapper);
  }

  #replace(holder: unknown, entry: CatalogueEntry): void {
    if (!isHolder(holder)) return;
    const original = holder[entry.name];
    if (typeof original !== "function" || this.#ours.has(original as AnyFunction)) return;
    this.#put(holder, entry.name, original as AnyFunction, this.#wrapped(entry, original as AnyFunction));
  }

  #put(holder: Holder, name: string, original: AnyFunction, wrapper: AnyFunction): void {
    if (!Reflect.set(holder, name, wrapper)) return;
    this.#undo.push(() => {
      if (holder[name] === wrapper) Reflect.set(holder, name, original);
    });
  }

  #wrapped(entry: CatalogueEntry, original: AnyFunction): AnyFunction {
    if (this.#ours.has(original)) return original;
    const wrappers = this.#wrappers.get(original) ?? new Map<CatalogueEntry, AnyFunction>();
    const known = wrappers.get(entry);
    if (known) return known;
    const wrapper = wrapEntry(entry, original, catalogue.indexOf(entry) + 1, this.#crumbs);
    this.#wrappers.set(original, wrappers.set(entry, wrapper));
    this.#ours.add(wrapper);
    return wrapper;
  }
}

function nativeEntries(module: string): readonly CatalogueEntry[] {
  return entriesOf(module).filter(({ native }) => native !== undefined);
}

/** The exported class, or the module itself where that is the class. */
function classNamed(name: string | undefined, root: Holder): Holder | undefined {
  const named = name === undefined ? undefined : root[name];
  if (isHolder(named)) return named;
  return typeof root === "function" && (root as AnyFunction).name === name ? root : undefined;
}

function prototypeWith(name: string, type: Holder | undefined): Holder | undefined {
  const prototype = type?.prototype;
  return isHolder(prototype) && typeof prototype[name] === "function" ? prototype : undefined;
}

/** The prototype of `instance` that carries `name`. */
function ownerOf(name: string, instance: unknown): Holder | undefined {
  for (let holder: unknown = instance; isHolder(holder); holder = Object.getPrototypeOf(holder))
    if (holder !== instance && Object.hasOwn(holder, name)) return holder;
  return undefined;
}

function isSealed(holder: Holder, name: string): boolean {
  const property = Object.getOwnPropertyDescriptor(holder, name);
  return property !== undefined && property.writable !== true;
}

// What can be replaced is read at once; getters of the rest stay, and load what they load when they are asked.
function copyOf(exports: Holder, replaced: readonly string[]): Holder {
  const copy = Object.create(Object.getPrototypeOf(exports) as object | null) as Holder;
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(exports)))
    Object.defineProperty(copy, name, {
      ...(replaced.includes(name)
        ? { value: exports[name], enumerable: property.enumerable ?? false, writable: true }
        : property),
      configurable: true,
    });
  return copy;
}

function isHolder(value: unknown): value is Holder {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
