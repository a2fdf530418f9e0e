/**
 * One frame as V8 gives it: function, script (path or URL), line and column from 1, whether the frame only awaits, and true where
 * the position is that of the function's beginning. Positions are those of the running code; the watchdog maps them to what the
 * user wrote.
 */
export type RawFrame = readonly [
  fn: string | null,
  script: string | null,
  line: number,
  column: number,
  awaiting: boolean,
  atEntry?: boolean,
];

/** Whether a frame runs code of the user or of a package, not Node's or the language's. */
export function isUserFrame([, script]: RawFrame): boolean {
  return script !== null && script !== "" && !script.startsWith("node:");
}

/**
 * Whether a look fell between two microtasks: nothing is on the stack then but what lets them run. The end of a native call may
 * look so too, but only once.
 */
export function isBetweenMicrotasks([top]: readonly RawFrame[]): boolean {
  return top === undefined || top[1] === "node:internal/process/task_queues";
}

/**
 * The stack above `below`, innermost first, at most `limit` frames.
 * Empty while V8 formats another error's stack: it formats no two at once.
 */
export function captureFrames(limit: number, below: (...args: never[]) => unknown): RawFrame[] {
  const holder: { stack?: unknown } = {};
  const capture = (): unknown => {
    Error.captureStackTrace(holder, below);
    return holder.stack;
  };
  const frames = captureFramesIn(capture, limit, (all) => all);
  return Array.isArray(frames) ? (frames as RawFrame[]) : [];
}

/** Executes `fn`, in which the `stack` of each error is what `toStack` makes of its frames, at most `limit`. */
export function captureFramesIn<T>(fn: () => T, limit: number, toStack: (frames: RawFrame[]) => unknown): T {
  // A user's own `prepareStackTrace` (tsx, source-map-support) must neither see this error nor stay replaced.
  const { stackTraceLimit } = Error;
  const prepareStackTrace: unknown = Reflect.get(Error, "prepareStackTrace");
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = (_error, sites) => toStack(sites.map(toRawFrame));
    return fn();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Reflect.set(Error, "prepareStackTrace", prepareStackTrace);
  }
}

/** What V8 tells beside what Node's types know. */
interface CallSite extends NodeJS.CallSite {
  isAsync(): boolean;
  /** Where the function begins, from 1. */
  getEnclosingLineNumber(): number;
  getEnclosingColumnNumber(): number;
}

function toRawFrame(known: NodeJS.CallSite, index: number): RawFrame {
  const site = known as CallSite;
  const line = site.getLineNumber() ?? 0;
  const column = site.getColumnNumber() ?? 0;
  const frame = [nameOf(site), site.getFileName() ?? null, line, column, site.isAsync()] as const;
  // A look's own expression may lie above it; the functions below are in the midst of a call.
  return index <= 1 && isAtEntry(site, line, column) ? [...frame, true] : frame;
}

// What may stand before the parameters, where V8 sees the beginning: `static async function* `.
const MODIFIERS = 16;

/**
 * Whether V8 stopped as an async function or a generator was entered, or entered again after an await: it then gives the place of
 * its parameters.
 */
function isAtEntry(site: CallSite, line: number, column: number): boolean {
  if (line !== site.getEnclosingLineNumber()) return false;
  return column <= site.getEnclosingColumnNumber() + (site.getFunctionName()?.length ?? 0) + MODIFIERS;
}

// Regular expressions run in built-in frames, which have no script: their receiver's type tells `RegExp` from `String`.
function nameOf(site: NodeJS.CallSite): string | null {
  const name = site.getFunctionName();
  if (name === null || site.getFileName()) return name;
  const type = site.getTypeName();
  return type ? `${type}.${name}` : name;
}
