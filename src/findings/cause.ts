/** Why a loop stood still, and whom that blames. */
export const causes = {
  "sync-call": { title: "synchronous call", blames: true, advice: "Use the asynchronous twin of the call." },
  cpu: {
    title: "computation",
    blames: true,
    advice: "Split the work with `await ctx.yieldIfDue()`, or run the task in the process pool.",
  },
  regexp: {
    title: "regular expression",
    blames: true,
    advice: "Rewrite the pattern so that it cannot backtrack, or bound its input.",
  },
  microtasks: {
    title: "microtask starvation",
    blames: true,
    advice: "Let the loop turn: `await` something that really waits, or `await ctx.yieldIfDue()`.",
  },
  load: {
    title: "module loading",
    blames: true,
    advice: "Import the module when the program starts, not inside a task.",
  },
  saturation: {
    title: "saturation",
    blames: false,
    advice: "Many runs each did a little: fewer slots a host, or more hosts.",
  },
  gc: {
    title: "garbage collection",
    blames: false,
    advice: "Give the host more memory, or keep less alive.",
  },
  machine: {
    title: "the machine",
    blames: false,
    advice: "The process was not given the processor: look at the load of the machine.",
  },
  debugger: { title: "debugger", blames: false, advice: "A debugger is attached." },
  unknown: { title: "unknown", blames: false, advice: "The evidence names no line." },
} as const satisfies Record<string, CauseInfo>;

interface CauseInfo {
  readonly title: string;
  /** Whether a report with this cause may name a task; the others blame no one. */
  readonly blames: boolean;
  readonly advice: string;
}

export type Cause = keyof typeof causes;
