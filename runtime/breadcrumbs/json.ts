import { WORD } from "../shared-state.js";
import type { Crumbs } from "./crumbs.js";
import { PARSE_FROM } from "./policy.js";
import { wrapFunction, type AnyFunction } from "./wrap.js";

/** `JSON.parse` with a crumb for long texts; the others pay one comparison. */
export function wrapParse(original: AnyFunction, api: number, crumbs: Crumbs): AnyFunction {
  const plain = original;
  const crumbed = wrapFunction(
    original,
    { api, opaque: false, family: 0, strict: true, brief: false },
    crumbs,
  );
  return likeOriginal(
    original,
    {
      parse: (text: unknown, reviver: unknown): unknown =>
        typeof text === "string" && text.length < PARSE_FROM
          ? plain(text, reviver)
          : crumbed.call(JSON, text, reviver),
    }.parse,
  );
}

/**
 * `JSON.stringify` with the lightest crumb there is: the size of the outcome is not known beforehand, and small
 * objects take 0.3 µs in all. Who called is asked on return, of slow calls only.
 */
export function wrapStringify(original: AnyFunction, api: number, crumbs: Crumbs): AnyFunction {
  const { words } = crumbs;
  const plain = original;
  const stringify = (value: unknown, replacer: unknown, space: unknown): unknown => {
    if (typeof value !== "object") return plain(value, replacer, space);
    const outerApi = words[WORD.API]!;
    const outerRun = words[WORD.RUN]!;
    const outerSeq = words[WORD.SEQ]!;
    const seq = crumbs.nextSeq();
    words[WORD.RUN] = -1;
    words[WORD.SEQ] = seq;
    words[WORD.API] = api;
    try {
      return plain(value, replacer, space);
    } finally {
      if (words[WORD.ASK] === seq) crumbs.writeSite(seq, stringify);
      words[WORD.API] = outerApi;
      words[WORD.RUN] = outerRun;
      words[WORD.SEQ] = outerSeq;
    }
  };
  return likeOriginal(original, stringify);
}

function likeOriginal(original: AnyFunction, wrapper: AnyFunction): AnyFunction {
  return Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original));
}
