import { expect, it } from "vitest";
import { captureFramesIn, type RawFrame } from "../../runtime/call-site.js";
import { declared, expressed, Holder, holder, plain } from "./samples/overflows.js";

// Async functions are entered, and entered again after each await, by the same code as generators.
it.each([
  ["declared", declared],
  ["expressed", expressed],
  ["method", (n: number) => holder.method(n)],
  ["ofClass", (n: number) => Holder.ofClass(n)],
] as const)("the frame of a generator that was just entered says so: %s", (name, generator) => {
  const [entered, caller] = overflow(() => generator(0).next());
  expect(entered?.[0]).toBe(name);
  expect(entered?.[5]).toBe(true);
  // Node 26 resumes it by a built-in function.
  if (caller?.[0] === name) expect(caller[5]).toBeUndefined();
});

it("a line of a function's body is not its beginning", () => {
  const [top, caller] = overflow(() => plain(0));
  expect([top?.[0], top?.[5], caller?.[5]]).toEqual(["plain", undefined, undefined]);
});

/** The frames on which the stack overflows, none of them a built-in function's at the top: how deep it began decides which it is. */
function overflow(fn: () => unknown): RawFrame[] {
  for (let depth = 0; depth < 100; depth += 1) {
    const frames = deeper(depth, () => overflowOnce(fn));
    if (frames[0]?.[1] != null) return frames;
  }
  throw new Error("it always overflows in a built-in function");
}

function deeper<T>(depth: number, fn: () => T): T {
  return depth === 0 ? fn() : deeper(depth - 1, fn);
}

function overflowOnce(fn: () => unknown): RawFrame[] {
  const caught = (): unknown => {
    try {
      fn();
    } catch (error) {
      return (error as Error).stack;
    }
    throw new Error("no overflow");
  };
  return captureFramesIn(caught, 8, (all) => all) as RawFrame[];
}
