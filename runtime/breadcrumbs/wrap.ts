import { runInThisContext } from "node:vm";
import { WORD } from "../shared-state.js";
import { hiddenFrom, hideInside } from "./hidden.js";
import { wrapStrictly } from "./wrap-strictly.js";
import type { Crumbs } from "./crumbs.js";

export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
export type AnyConstructor = new (...args: unknown[]) => object;
type Predicate = (args: ArrayLike<unknown>) => boolean;
/** Of the first two arguments: an array of all would be made for nothing else. */
type SitePredicate = (first: unknown, second: unknown) => boolean;

/** How one API is wrapped. */
export interface Wrapping {
  /** Catalogue index + 1. */
  readonly api: number;
  /** Calls for which this is false are too cheap to leave a crumb, or do not block. Absent: all leave one. */
  readonly blocks?: Predicate;
  /** Calls that may never return leave their call site on entry; the others are asked for it on return, if slow. */
  readonly siteOnEntry?: SitePredicate;
  /** Whether the call runs no code of the user: wrapped calls that Node's own code makes inside it belong to it. */
  readonly opaque: boolean;
  /** Whether strict mode minds the call: not where its size decides, and is not known before. */
  readonly strict: boolean;
  /** Number of the module it belongs to: calls of a module's functions among themselves belong to the outermost. */
  readonly family: number;
  /** Calls may take a few µs, and come by other wrappers on their way: the wrapper is worth a compilation of its own. */
  readonly brief: boolean;
}

/** Wraps a function or method; `this`, properties, arity and name stay as they are. */
export function wrapFunction(original: AnyFunction, wrapping: Wrapping, crumbs: Crumbs): AnyFunction {
  const { api, blocks, opaque, family } = wrapping;
  hideInside(api, family, opaque);
  const hidden = hiddenFrom(family);
  const make = wrapping.brief ? compiledAnew(makeWrapper, api) : makeWrapper;
  const wrapper = make(original, wrapping, crumbs, WORD, hidden);
  const crumbed = Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original));
  if (!crumbs.strict || !wrapping.strict) return crumbed;
  const counts = (args: ArrayLike<unknown>): boolean =>
    hidden[crumbs.words[WORD.API]!] !== 1 && blocks?.(args) !== false;
  return wrapStrictly(crumbed, api, counts, crumbs.strict);
}

/**
 * Its text is compiled once more for brief calls: it may use its parameters, and nothing else of this file. The originals are
 * called by their method `apply`, which V8 can inline, unlike `Reflect.apply`.
 */
function makeWrapper(
  original: AnyFunction,
  { api, blocks, siteOnEntry }: Wrapping,
  crumbs: Crumbs,
  { API, RUN, SEQ, ASK }: typeof WORD,
  hidden: Uint8Array,
): AnyFunction {
  const { words } = crumbs;
  const leaveCrumb = function (this: unknown, ...args: unknown[]): unknown {
    if (blocks?.(args) === false) return original.apply(this, args);
    const outerApi = words[API]!;
    const outerRun = words[RUN]!;
    const outerSeq = words[SEQ]!;
    const seq = crumbs.nextSeq();
    words[RUN] = crumbs.runSlot();
    words[SEQ] = seq;
    words[API] = api;
    try {
      if (siteOnEntry?.(args[0], args[1]) === true) crumbs.writeSite(seq, wrapper);
      return original.apply(this, args);
    } finally {
      // The watchdog keeps the time: it asks only for calls that it has seen last.
      if (words[ASK] === seq) crumbs.writeSite(seq, wrapper);
      words[API] = outerApi;
      words[RUN] = outerRun;
      words[SEQ] = outerSeq;
    }
  };
  // Node's functions call each other through their modules: `readFileSync` comes by here four times. Arguments that are only
  // passed on are never made an array.
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    if (hidden[words[API]!] === 1) return original.apply(this, args);
    return leaveCrumb.apply(this, args);
  };
  return wrapper;
}

/**
 * The function, compiled for itself. V8 learns what a function calls by its text, for all closures of it together: of three
 * hundred originals behind one text it can inline none, and a `readFileSync` of 1 KB took a tenth longer.
 * @param number makes a text of its own: of the same one V8 gives the same function again
 */
function compiledAnew<Fn extends (...args: never[]) => unknown>(fn: Fn, number: number): Fn {
  const filename = import.meta.url;
  return runInThisContext(`(${String(fn)}) // ${number}`, { filename }) as Fn;
}

/** Wraps a class; its prototype, its statics and `instanceof` stay as they are. */
export function wrapConstructor(
  original: AnyConstructor,
  wrapping: Wrapping,
  crumbs: Crumbs,
): AnyConstructor {
  const { blocks, siteOnEntry, ...rest } = wrapping;
  // The trap is called with the class, the arguments and `new.target`.
  const argumentsOf = (trapped: unknown) => trapped as unknown[];
  const construct = wrapFunction(
    Reflect.construct as AnyFunction,
    {
      ...rest,
      ...(blocks && { blocks: (trapped) => blocks(argumentsOf(trapped[1])) }),
      ...(siteOnEntry && {
        siteOnEntry: (_class, trapped) => siteOnEntry(argumentsOf(trapped)[0], argumentsOf(trapped)[1]),
      }),
    },
    crumbs,
  );
  return new Proxy(original, { construct: construct as ProxyHandler<AnyConstructor>["construct"] & object });
}
