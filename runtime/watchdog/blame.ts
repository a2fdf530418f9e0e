import { byApi } from "../../src/catalogue/index.js";
import type { Cause } from "../../src/findings/cause.js";
import { insideRun, type LocatedFrame } from "./frames.js";
import { isLoaderScript } from "./loader.js";

/** One stack with the time that it stands for. */
export interface WeightedStack {
  readonly frames: readonly LocatedFrame[];
  /** Name of the wrapped call in progress when the stack was taken; null: none. */
  readonly api: string | null;
  readonly weightMs: number;
}

/** Who is held responsible, before it is put in words. */
export interface Verdict {
  readonly cause: Cause;
  readonly frame: LocatedFrame;
  readonly api: string | null;
  /** Share of the evidence's time that names the line, 0…1. */
  readonly confidence: number;
  readonly stack: readonly LocatedFrame[];
}

/** What one stack says: which frame the user can change, and what it was doing. */
export interface Reading {
  readonly cause: "sync-call" | "cpu" | "regexp" | "load";
  readonly frame: LocatedFrame;
  readonly api: string | null;
}

/**
 * Reads one stack. The blamed frame is the innermost one of the user's own code, of a package where there is none;
 * functions that execute come before functions that only await them.
 */
export function readStack({ frames, api }: Omit<WeightedStack, "weightMs">): Reading | null {
  const inRun = insideRun(frames);
  const loader = loaderIndex(inRun);
  const candidates = loader === -1 ? inRun : outsideLoader(inRun, loader);
  const frame = firstUserFrame(candidates);
  if (!frame) return null;
  if (loader !== -1)
    return {
      cause: "load",
      frame,
      api: inRun.some(({ function: name }) => isRequire(name)) ? "require" : "import",
    };
  const callee = inRun[inRun.indexOf(frame) - 1];
  if (api !== null && leadsToCrumb(inRun, inRun.indexOf(frame)))
    return { cause: byApi(api)?.kind ?? "sync-call", frame, api };
  const regexp = callee?.origin === "builtin" ? regexpApi(callee.function) : null;
  return regexp === null ? { cause: "cpu", frame, api: null } : { cause: "regexp", frame, api: regexp };
}

/** Weighs stacks against one another; null where none of them has a frame of the user's. */
export function judge(stacks: readonly WeightedStack[]): Verdict | null {
  const read = stacks.flatMap((stack) => {
    const reading = readStack(stack);
    return reading ? [{ ...stack, reading }] : [];
  });
  const totalMs = stacks.reduce((sum, stack) => sum + stack.weightMs, 0);
  // First the function, then its line: a loop's body shows many lines, and none of its callers is to blame for that.
  const inFunction = heaviest(read, ({ reading: { frame } }) => `${frame.path}\n${frame.function}`);
  const inBody = inFunction.filter(({ reading }) => !reading.frame.atEntry);
  const onLine = heaviest(
    inBody.length > 0 ? inBody : inFunction,
    ({ reading }) => `${reading.frame.line}\n${reading.api ?? ""}`,
  );
  const exact = heaviest(onLine, ({ reading }) => `${reading.frame.column}\n${reading.cause}`);
  const best = exact[0];
  if (!best) return null;
  const shareMs = onLine.reduce((sum, stack) => sum + stack.weightMs, 0);
  return {
    ...best.reading,
    confidence: totalMs > 0 ? Math.min(1, shareMs / totalMs) : 0,
    stack: best.frames,
  };
}

function heaviest<T extends WeightedStack>(stacks: readonly T[], keyOf: (stack: T) => string): T[] {
  const groups = new Map<string, { weightMs: number; stacks: T[] }>();
  for (const stack of stacks) {
    const group = groups.get(keyOf(stack)) ?? { weightMs: 0, stacks: [] };
    group.weightMs += stack.weightMs;
    group.stacks.push(stack);
    groups.set(keyOf(stack), group);
  }
  return [...groups.values()].sort((a, b) => b.weightMs - a.weightMs)[0]?.stacks ?? [];
}

function firstUserFrame(frames: readonly LocatedFrame[]): LocatedFrame | undefined {
  const executing = frames.filter((frame) => !frame.awaiting);
  const own = (frame: LocatedFrame) => frame.origin === "project";
  return executing.find(own) ?? frames.find(own) ?? executing.find((frame) => frame.origin === "package");
}

// Between the user's frame and the wrapper lies nothing but code of packages.
function leadsToCrumb(frames: readonly LocatedFrame[], index: number): boolean {
  const callees = frames.slice(0, index).reverse();
  const first = callees.find((frame) => frame.origin !== "package");
  return first?.origin === "crumb";
}

/** Index of the outermost frame of the module loader that leads to what executes; -1: nothing is being loaded. */
function loaderIndex(frames: readonly LocatedFrame[]): number {
  const executing = frames.filter((frame) => !frame.awaiting);
  const sync = executing.findLastIndex(isLoader);
  if (sync !== -1) return sync;
  // `import()` runs a module from a continuation: right outside the module's code, the loader awaits it.
  return frames[executing.length]?.awaiting === true && isLoader(frames[executing.length])
    ? executing.length
    : -1;
}

// The line of the `require` is the user's; what a module does while `import()` runs it is that module's.
function outsideLoader(frames: readonly LocatedFrame[], loader: number): readonly LocatedFrame[] {
  const callers = frames.slice(loader + 1);
  return firstUserFrame(callers) ? callers : frames.slice(0, loader);
}

function isLoader(frame: LocatedFrame | undefined): boolean {
  return frame !== undefined && (isLoaderScript(frame.file) || isLoaderScript(frame.path));
}

function isRequire(name: string): boolean {
  return /(?:^|\.)require$/.test(name);
}

const REGEXP = /^(RegExp|String)\.(exec|test|match|replace|replaceAll|search|split)$/;
const REGEXP_SYMBOL = /^(?:RegExp\.)?\[Symbol\.(match|replace|search|split)\]$/;

/** Catalogue name of the built-in frame that runs a regular expression; null for any other. */
function regexpApi(name: string): string | null {
  const direct = REGEXP.exec(name);
  if (direct) return `${direct[1]}#${direct[2]}`;
  const symbol = REGEXP_SYMBOL.exec(name);
  return symbol ? `String#${symbol[1]}` : null;
}
