import { WORD } from "../shared-state.js";
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
  /** Number of the module it belongs to: calls of a module's functions among themselves belong to the outermost. */
  readonly family: number;
}

// Indexed by API number: 1 where a call in progress hides all that it calls, and its family; 0 is no family.
const opaqueApis = new Uint8Array(4096);
const families = new Uint8Array(4096);

/** Wraps a function or method; `this`, properties, arity and name stay as they are. */
export function wrapFunction(original: AnyFunction, wrapping: Wrapping, crumbs: Crumbs): AnyFunction {
  const { family } = wrapping;
  const { words } = crumbs;
  const crumbed = makeCrumbed(wrapping, crumbs);
  const wrapper = function (this: unknown): unknown {
    const outerApi = words[WORD.API]!;
    // Node's functions call each other through their modules: `readFileSync` comes by here four times.
    if (opaqueApis[outerApi] === 1 || (outerApi !== 0 && families[outerApi] === family && family !== 0))
      // eslint-disable-next-line prefer-rest-params -- passed on as they are, nothing is allocated for them
      return Reflect.apply(original, this, arguments);
    // eslint-disable-next-line prefer-rest-params -- as above
    return crumbed(original, this, arguments, outerApi, wrapper);
  };
  return Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original));
}

/** Wraps a class; its prototype, its statics and `instanceof` stay as they are. */
export function wrapConstructor(
  original: AnyConstructor,
  wrapping: Wrapping,
  crumbs: Crumbs,
): AnyConstructor {
  const crumbed = makeCrumbed(wrapping, crumbs);
  const construct = (target: AnyConstructor, args: unknown[], newTarget: AnyConstructor): object => {
    const make = () => Reflect.construct(target, args, newTarget);
    return crumbed(make, undefined, args, crumbs.words[WORD.API]!, construct) as object;
  };
  return new Proxy(original, { construct });
}

type Crumbed = (
  original: AnyFunction,
  self: unknown,
  args: ArrayLike<unknown>,
  outerApi: number,
  wrapper: (...args: never[]) => unknown,
) => unknown;

function makeCrumbed({ api, blocks, siteOnEntry, opaque, family }: Wrapping, crumbs: Crumbs): Crumbed {
  if (opaque) opaqueApis[api] = 1;
  families[api] = family;
  const { words } = crumbs;
  return (original, self, args, outerApi, wrapper) => {
    if (blocks?.(args) === false) return Reflect.apply(original, self, args) as unknown;
    const outerRun = words[WORD.RUN]!;
    const outerSeq = words[WORD.SEQ]!;
    const seq = crumbs.nextSeq();
    words[WORD.RUN] = crumbs.runSlot();
    words[WORD.SEQ] = seq;
    words[WORD.API] = api;
    try {
      if (siteOnEntry?.(args) === true) crumbs.writeSite(seq, wrapper);
      return Reflect.apply(original, self, args) as unknown;
    } finally {
      // The watchdog keeps the time: it asks only for calls that it has seen last.
      if (words[WORD.ASK] === seq) crumbs.writeSite(seq, wrapper);
      words[WORD.API] = outerApi;
      words[WORD.RUN] = outerRun;
      words[WORD.SEQ] = outerSeq;
    }
  };
}
