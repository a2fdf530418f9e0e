import { inspect } from "node:util";

/**
 * The global object of the realm in which Node's own modules live, and in which the watchdog evaluates. It is
 * another than `globalThis` where a test runner (Jest) loads modules in a context of their own.
 */
export const mainGlobal: typeof globalThis = mainRealm();

/** Whether this module was loaded in a context of its own, as Jest does with all that a test loads. */
export const inOwnRealm = mainGlobal !== globalThis;

// Asked of a function of Node's that no guard wraps: one of another context may have been left on the others.
function mainRealm(): typeof globalThis {
  if (inspect instanceof Function) return globalThis;
  const { constructor: outerFunction } = inspect as unknown as {
    constructor: (body: string) => () => typeof globalThis;
  };
  return outerFunction("return globalThis")();
}
