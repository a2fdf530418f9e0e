/**
 * One frame as V8 gives it: function, script (path or URL), line and column from 1, and whether the frame only awaits.
 * Positions are those of the running code; the watchdog maps them to what the user wrote.
 */
export type RawFrame = readonly [
  fn: string | null,
  script: string | null,
  line: number,
  column: number,
  awaiting: boolean,
];

/** Whether a frame runs code of the user or of a package, not Node's or the language's. */
export function isUserFrame([, script]: RawFrame): boolean {
  return script !== null && script !== "" && !script.startsWith("node:");
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

function toRawFrame(site: NodeJS.CallSite): RawFrame {
  return [
    nameOf(site),
    site.getFileName() ?? null,
    site.getLineNumber() ?? 0,
    site.getColumnNumber() ?? 0,
    (site as unknown as { isAsync(): boolean }).isAsync(),
  ];
}

// Regular expressions run in built-in frames, which have no script: their receiver's type tells `RegExp` from `String`.
function nameOf(site: NodeJS.CallSite): string | null {
  const name = site.getFunctionName();
  if (name === null || site.getFileName()) return name;
  const type = site.getTypeName();
  return type ? `${type}.${name}` : name;
}
