import { nowMs } from "../clock.js";
import type { AnyFunction } from "./wrap.js";
import type { StrictMode } from "../strict/strict-mode.js";

/**
 * A second wrapper around one that leaves crumbs, in strict mode only: the others pay nothing for it. It lies in this
 * folder because stacks tell a wrapper by it.
 * @param counts false for calls that do not block, and for those that another wrapped call makes on its way
 */
export function wrapStrictly(
  crumbed: AnyFunction,
  api: number,
  counts: (args: ArrayLike<unknown>) => boolean,
  strict: StrictMode,
): AnyFunction {
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    const site = counts(args) ? strict.enter(api, wrapper) : null;
    if (site === null) return Reflect.apply(crumbed, this, args);
    const sinceMs = nowMs();
    try {
      return Reflect.apply(crumbed, this, args);
    } finally {
      strict.left(site, nowMs() - sinceMs);
    }
  };
  return Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(crumbed));
}
