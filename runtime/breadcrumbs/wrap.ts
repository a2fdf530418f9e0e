import { runInThisContext } from "node:vm";
import { WORD } from "../shared-state.js";
import { wrapStrictly } from "./wrap-strictly.js";
import type { Crumbs } from "./crumbs.js";

export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
export type AnyConstructor = new (...args: unknown[]) => object;
type Predicate = (args: ArrayLike<unknown>) => boolean;

/** How one API is wrapped. */
export interface Wrapping {
  /** Catalogue index + 1. */
  readonly api: number;
  /** Calls for which this is false are too cheap to leave a crumb, or do not block. Absent: all leave one. */
  readonly blocks?: Predicate;
  /** Calls that may never return leave their call site on entry; the others are asked for it on return, if slow. */
  readonly siteOnEntry?: Predicate;
  /** Whether the call runs no code of the user: wrapped calls that Node's own code makes inside it belong to it. */
  readonly opaque: boolean;
  /** Whether strict mode minds the call: not where its size decides, and is not known before. */
  readonly strict: boolean;
  /** Number of the module it belongs to: calls of a module's functions among themselves belong to the outermost. */
  readonly family: number;
  /** Calls may take a few µs, and come by other wrappers on their way: the wrapper is worth a compilation of its own. */
  readonly brief: boolean;
}

// Indexed by API number: 1 where a call in progress hides all that it calls, and its family; 0 is no family.
const opaqueApis = new Uint8Array(4096);
const families = new Uint8Array(4096);

/** Wraps a function or method; `this`, properties, arity and name stay as they are. */
export function wrapFunction(original: AnyFunction, wrapping: Wrapping, crumbs: Crumbs): AnyFunction {
  const { api, blocks, opaque, family } = wrapping;
  if (opaque) opaqueApis[api] = 1;
  families[api] = family;
  const make = wrapping.brief ? compiledAnew(makeWrapper, api) : makeWrapper;
  const wrapper = make(original, wrapping, crumbs, WORD, isInside);
  const crumbed = Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original));
  if (!crumbs.strict || !wrapping.strict) return crumbed;
  const counts = (args: ArrayLike<unknown>): boolean =>
    !isInside(crumbs.words[WORD.API]!, family) && blocks?.(args) !== false;
  return wrapStrictly(crumbed, api, counts, crumbs.strict);
}

/** Its text is compiled once more for brief calls: it may use its parameters, and nothing else of this file. */
function makeWrapper(
  original: AnyFunction,
  { api, blocks, siteOnEntry, family }: Wrapping,
  crumbs: Crumbs,
  { API, RUN, SEQ, ASK }: typeof WORD,
  isInsideOf: typeof isInside,
): AnyFunction {
  const { apply } = Reflect;
  const { words } = crumbs;
  const leaveCrumb = function (this: unknown, ...args: unknown[]): unknown {
    if (blocks?.(args) === false) return apply(original, this, args);
    const outerApi = words[API]!;
    const outerRun = words[RUN]!;
    const outerSeq = words[SEQ]!;
    const seq = crumbs.nextSeq();
    words[RUN] = crumbs.runSlot();
    words[SEQ] = seq;
    words[API] = api;
    try {
      if (siteOnEntry?.(args) === true) crumbs.writeSite(seq, wrapper);
      return apply(original, this, args);
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
    return apply(isInsideOf(words[API]!, family) ? original : leaveCrumb, this, args);
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

/** Whether Node's, or a native package's, own code makes the call inside another one. */
function isInside(outerApi: number, family: number): boolean {
  return outerApi !== 0 && (opaqueApis[outerApi] === 1 || (family !== 0 && families[outerApi] === family));
}

/** Wraps a class; its prototype, its statics and `instanceof` stay as they are. */
export function wrapConstructor(
  original: AnyConstructor,
  wrapping: Wrapping,
  crumbs: Crumbs,
): AnyConstructor {
  const { blocks, siteOnEntry, ...rest } = wrapping;
  const ofTrap = (predicate: Predicate): Predicate => {
    // A trap is called with the class, the arguments and `new.target`.
    return (trapped) => predicate(trapped[1] as unknown[]);
  };
  const construct = wrapFunction(
    Reflect.construct as AnyFunction,
    {
      ...rest,
      ...(blocks && { blocks: ofTrap(blocks) }),
      ...(siteOnEntry && { siteOnEntry: ofTrap(siteOnEntry) }),
    },
    crumbs,
  );
  return new Proxy(original, { construct: construct as ProxyHandler<AnyConstructor>["construct"] & object });
}
