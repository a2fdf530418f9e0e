/**
 * The words of the catalogue: the data that says which APIs block, how badly, when, and what to use instead.
 * Rules and guard read the same entries, so that a finding and a report about one place name the same API.
 */

/** What a stall inside this API is called in a report's `cause`. */
export type BlockingKind = "sync-call" | "cpu" | "regexp" | "load";

/**
 * How much of the loop's time a call costs.
 * `heavy`: milliseconds to unbounded whatever the input (child processes, key derivation, waits).
 * `data`: grows with its input (parse, stringify, compress, clone, whole-file reads).
 * `light`: tens of microseconds (metadata calls); harmful only when repeated.
 */
export type Cost = "heavy" | "data" | "light";

/** When the call blocks. Absent: always. Argument positions count from 0. */
export type BlocksWhen =
  /** Synchronous unless a function is passed (as last argument). */
  | { readonly kind: "no-callback" }
  /** Blocks only if argument `argument` is an object whose `option` has the literal value `equals`. */
  | {
      readonly kind: "option";
      readonly argument: number;
      readonly option: string;
      readonly equals: boolean | string | number;
    }
  /** Blocks only if argument `argument` is a text: a stream it reads in pieces. */
  | { readonly kind: "text"; readonly argument: number }
  /** Blocks at load: `require(id)` or `import` of a module, executed inside a task. */
  | { readonly kind: "inside-function" };

/** How the name is reached from its module. The name `default` is the module itself: `import f from module`. */
export type Member =
  /** `import { name } from module` (or the global `name`); `name()` with parentheses is the function that it returns. */
  | { readonly form: "function" }
  /** `new Name()`; `new of.Name()` where the class sits in a namespace (`WebAssembly.Module`). */
  | { readonly form: "constructor"; readonly of?: string }
  /** `instance.name()` of the class `of`; of a package's, on whatever came out of a call or `new` of the package. */
  | { readonly form: "method"; readonly of: string }
  /** `of.name()` where `of` is an exported object, namespace or class. */
  | { readonly form: "static"; readonly of: string };

/** One blocking API. */
export interface CatalogueEntry {
  /** Module specifier without `node:` (`fs`, `better-sqlite3`), or `global` for what needs no import. */
  readonly module: string;
  /** The bare name: `readFileSync`, `exec`. */
  readonly name: string;
  readonly member: Member;
  readonly kind: BlockingKind;
  readonly cost: Cost;
  readonly when?: BlocksWhen;
  /** Returns a promise, yet works on the calling thread in one go: an `await` does not help. */
  readonly awaitable?: true;
  /** Programs give it little things all day (a copy, a header): worth a word only where its input is a whole file or message. */
  readonly mostlySmall?: true;
  /** May last for ever (child processes, waits, reads of pipes): the guard takes its call site on entry. */
  readonly unbounded?: boolean;
  /**
   * A package's call that is done in native code, where a look at the stack does not reach: the guard wraps it when its
   * package is loaded.
   */
  readonly native?: Native;
  /** What to use instead, as a sentence fragment: "`readFile` from `node:fs/promises`". */
  readonly instead: string;
  readonly twin?: Twin;
  /** Where the behaviour is documented. */
  readonly docs: string;
  /** First Node version that has it (`22.5.0`), where the oldest supported one has not. */
  readonly since?: string;
  /** The only `process.platform` that has it. */
  readonly platform?: "darwin";
}

/**
 * How the guard comes by the function: from what the package exports, or, for methods of a class that it does not export,
 * from the first object that the exported function or method `madeBy` (`createCanvas`, `Database#prepare`) returns.
 */
export type Native = true | { readonly madeBy: string };

/**
 * The asynchronous twin of an API: same arguments, and a promise of the same result, so that a rewrite is mechanical.
 * Where the twin's result has another shape (`exec` gives `{ stdout, stderr }`), `instead` says so and there is no twin.
 */
export interface Twin {
  /** Without `node:`, as in an entry. */
  readonly module: string;
  readonly name: string;
  /** The twin takes a callback: `promisify` of `node:util` makes the promise. */
  readonly promisify?: true;
}
